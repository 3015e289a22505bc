package sameverything

import (
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
)

// averageRecall is the share of true masks found among the first proposals of each
// picture, as a mean over least IoUs of 0.5, 0.55 … 0.95.
func averageRecall(images []eval.Image, first int) float64 {
	hits, objects := 0, 0
	for _, image := range images {
		things := slices.DeleteFunc(slices.Clone(image.Truth), func(t eval.Truth) bool { return t.Crowd })
		objects += len(things)
		for step := range 10 {
			taken := make([]bool, len(things))
			for _, found := range image.Found[:min(first, len(image.Found))] {
				best, most := -1, 0.5+0.05*float64(step)
				for i, object := range things {
					if iou := object.Mask.IoU(found.Mask); !taken[i] && iou >= most {
						best, most = i, iou
					}
				}
				if best >= 0 {
					taken[best] = true
					hits++
				}
			}
		}
	}
	return float64(hits) / float64(10*objects)
}

func TestAverageRecallOfKnownMasks(t *testing.T) {
	object := func(m *nodes.Mask, crowd bool) eval.Truth {
		return eval.Truth{Instance: nodes.Instance{Mask: m}, Crowd: crowd}
	}
	large, most := square(10, false, false), nodes.MaskFromBitmap(0, 0, 10, 8, slices.Repeat([]byte{1}, 80))
	image := eval.Image{
		Truth: []eval.Truth{object(large, false), object(large.Shift(50, 0), false), object(large.Shift(0, 50), true)},
		Found: []nodes.Instance{{Mask: large.Shift(0, 50)}, {Mask: most}, {Mask: large}, {Mask: large.Shift(50, 0)}},
	}
	for _, tc := range []struct {
		first int
		want  float64
	}{
		{1, 0},    // a crowd only
		{2, 0.35}, // IoU 0.8: 7 of 10 steps, one of two objects
		{3, 0.5},
		{4, 1},
		{9, 1},
	} {
		if got := averageRecall([]eval.Image{image}, tc.first); got != tc.want {
			t.Errorf("first %d: %g, want %g", tc.first, got, tc.want)
		}
	}
}
