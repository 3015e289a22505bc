// Package eval scores what nodes found against what is true, as the COCO
// benchmark does: average precision of boxes, and mean IoU of masks.
package eval

import "github.com/maskgraph/maskgraph/nodes"

// Truth is one thing that is on a picture.
type Truth struct {
	nodes.Instance
	// Crowd marks a region of many things of the label. Finding it, or parts of it,
	// counts neither for nor against.
	Crowd bool
}

// Image is one picture: what is on it, and what was found. Labels are compared
// by name.
type Image struct {
	Truth []Truth
	Found []nodes.Instance
}

// MeanMaskIoU is the mean IoU of the masks of two lists, one by one: found[i] is
// what was made of truth[i]. A mask that is missing (nil) has IoU 0. No masks at
// all give 0. It panics when the lists differ in length.
func MeanMaskIoU(truth, found []*nodes.Mask) float64 {
	if len(truth) != len(found) {
		panic("eval: the lists of masks differ in length")
	}
	sum := 0.0
	for i, m := range truth {
		if m != nil && found[i] != nil {
			sum += m.IoU(found[i])
		}
	}
	return sum / float64(max(1, len(truth)))
}
