package sam

import (
	"cmp"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// Suppress is greedy non-maximum suppression as in torchvision: the items, best
// score first and of equals the earlier one, without those whose mask's box
// overlaps that of a better one by more than maxOverlap (IoU).
func Suppress[T any](items []T, mask func(T) *nodes.Mask, score func(T) float64, maxOverlap float64) []T {
	order := slices.Clone(items)
	slices.SortStableFunc(order, func(a, b T) int { return cmp.Compare(score(b), score(a)) })
	var kept []T
	var boxes []nodes.Box
next:
	for _, item := range order {
		b := lastPixels(mask(item))
		for _, better := range boxes {
			if float64(better.IoU(b)) > maxOverlap {
				continue next
			}
		}
		kept, boxes = append(kept, item), append(boxes, b)
	}
	return kept
}

// lastPixels is the box around a mask as segment_anything counts: up to the last
// pixel, not past it (batched_mask_to_box in its utils/amg.py). For small masks
// that changes the overlap.
func lastPixels(m *nodes.Mask) nodes.Box {
	b := m.Box()
	b.X2, b.Y2 = b.X2-1, b.Y2-1
	return b
}
