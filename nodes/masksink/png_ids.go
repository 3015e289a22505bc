package masksink

import (
	"cmp"
	"image"
	"image/color"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// idsOf numbers instances: by track, and those without one by the lowest numbers
// that are free.
func idsOf(items []nodes.Instance) []int {
	taken := map[int]bool{}
	for _, it := range items {
		taken[it.Track] = true
	}
	ids, next := make([]int, len(items)), 1
	for i, it := range items {
		if ids[i] = it.Track; it.Track > 0 {
			continue
		}
		for taken[next] {
			next++
		}
		ids[i] = next
		next++
	}
	return ids
}

// idPicture paints the masks in the order of rising score, so that the best stays
// on top; of equals the first does.
func idPicture(items []nodes.Instance, ids []int, width, height int) image.Image {
	order := make([]int, 0, len(items))
	most := 0
	for i, it := range slices.Backward(items) {
		if it.Mask != nil && ids[i] <= 0xffff {
			order = append(order, i)
			most = max(most, ids[i])
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(items[a].Score, items[b].Score) })
	area := image.Rect(0, 0, width, height)
	if most <= 0xff {
		img := image.NewPaletted(area, davisPalette())
		paintIDs(items, ids, order, width, height, func(x, y, id int) { img.Pix[y*img.Stride+x] = uint8(id) })
		return img
	}
	img := image.NewGray16(area)
	paintIDs(items, ids, order, width, height, func(x, y, id int) { img.SetGray16(x, y, color.Gray16{Y: uint16(id)}) })
	return img
}

func paintIDs(items []nodes.Instance, ids, order []int, width, height int, set func(x, y, id int)) {
	for _, i := range order {
		for s := range items[i].Mask.Clip(0, 0, width, height).Spans() {
			for y := s.Y1; y < s.Y2; y++ {
				set(s.X, y, ids[i])
			}
		}
	}
}
