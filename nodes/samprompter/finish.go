package samprompter

import (
	"cmp"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// finish is the instances of all objects, their masks cleaned up, without those
// that are not good enough, on a frame of that size, and what object each is from.
func (n *node) finish(objects []object, width, height int) (items []nodes.Instance, from []*object) {
	for i := range objects {
		for _, item := range objects[i].masks {
			n.clean(&item, width, height)
			if item.Mask.Empty() || float64(item.PredictedIoU) < n.cfg.MinPredictedIoU || float64(item.Stability) < n.cfg.MinStability {
				n.rejected++
				continue
			}
			items, from = append(items, item), append(from, &objects[i])
		}
	}
	n.together(items)
	kept := 0
	for i, item := range items {
		if item.Mask.Empty() {
			n.rejected++
			continue
		}
		items[kept], from[kept] = item, from[i]
		kept++
	}
	return items[:kept], from[:kept]
}

// together does to all masks of a frame what the settings say.
func (n *node) together(items []nodes.Instance) {
	if n.cfg.Exclusive {
		exclude(items)
	}
	if n.cfg.TightBoxes {
		for i := range items {
			items[i].Box = items[i].Mask.Box()
		}
	}
}

// clean does to one mask what the settings say.
func (n *node) clean(item *nodes.Instance, width, height int) {
	if b := item.Origin.Box; n.cfg.Clip > 0 && b.Area() > 0 {
		w, h := float32(n.cfg.Clip)*b.Width(), float32(n.cfg.Clip)*b.Height()
		step(item, "clip", item.Mask.Clip(int(b.X1-w), int(b.Y1-h), ceil(b.X2+w), ceil(b.Y2+h)))
	}
	if n.cfg.MinRegionArea > 0 {
		step(item, "fill", item.Mask.FillHoles(width, height, n.cfg.MinRegionArea))
		step(item, "islands", item.Mask.RemoveIslands(n.cfg.MinRegionArea))
	}
}

// step replaces a mask by what a step has made of it, and says so if it did anything.
func step(item *nodes.Instance, name string, mask *nodes.Mask) {
	if mask.Area() != item.Mask.Area() {
		item.Origin.Steps = append(item.Origin.Steps, name)
		item.Mask = mask
	}
}

// exclude gives each pixel to the instance of highest score that has it, the first
// of equals. Masks of some may become empty.
func exclude(items []nodes.Instance) {
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(items[b].Score, items[a].Score) })
	above := new(nodes.Mask)
	for _, i := range order {
		step(&items[i], "exclusive", items[i].Mask.Subtract(above))
		above = above.Union(items[i].Mask)
	}
}

func ceil(x float32) int {
	i := int(x)
	if float32(i) < x {
		i++
	}
	return i
}
