package masksink

import (
	"cmp"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// about says what a folder of palette PNGs holds.
type about struct {
	Complete bool           `json:"complete"`
	Frames   int            `json:"frames"`
	Labels   map[int]string `json:"labels"` // of tracks: what a value of a pixel was when it was first seen
}

// pngs writes a picture a frame into a folder, the values of its pixels being the
// instances' ids.
type pngs struct {
	folder  string
	about   about
	encoder png.Encoder
	warn    func(string, ...any)
	warned  bool
}

func newPNGs(folder string, warn func(string, ...any)) (output, error) {
	return &pngs{
		folder:  folder,
		about:   about{Labels: map[int]string{}},
		encoder: png.Encoder{CompressionLevel: png.BestSpeed},
		warn:    warn,
	}, nil
}

func (o *pngs) write(r record) error {
	if r.found.Skipped {
		return nil
	}
	ids := idsOf(r.found.Items)
	for i, it := range r.found.Items {
		if _, known := o.about.Labels[it.Track]; it.Track > 0 && it.Label != "" && !known {
			o.about.Labels[it.Track] = it.Label
		}
		if ids[i] > 0xffff && !o.warned {
			o.warned = true
			o.warn("masks: from track %d on, masks are left out of the pictures: their pixels hold 65535 ids at most", ids[i])
		}
	}
	o.about.Frames++
	return o.save(r.name+".png", idPicture(r.found.Items, ids, r.frame.Width, r.frame.Height))
}

func (o *pngs) save(name string, img image.Image) error {
	f, err := os.Create(filepath.Join(o.folder, name))
	if err != nil {
		return err
	}
	return errors.Join(o.encoder.Encode(f, img), f.Close())
}

func (o *pngs) end(complete bool) error {
	o.about.Complete = complete
	text, err := json.MarshalIndent(o.about, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(o.folder, aboutName), append(text, '\n'), 0o644)
}

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
