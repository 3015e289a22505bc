package sam

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/truth"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestSinglePoints clicks once on every object of the photos, at the point that lies
// deepest in its true mask. The mask of highest predicted IoU is what a user gets;
// the best of the three, which only the truth can tell, is what a better choice could
// get.
func TestSinglePoints(t *testing.T) {
	pictures, err := truth.Images(nodestest.Shared(t, "data/images"))
	if err != nil {
		t.Fatal(err)
	}
	m := openModel(t, nodestest.Env(t))
	var best, oracle float64
	objects := 0
	for i, pic := range pictures {
		frame, err := cv.ReadPicture(pic.Path)
		if err != nil {
			t.Fatal(err)
		}
		e, err := m.Encode(t.Context(), nodes.Stamp{Seq: uint64(i)}, frame)
		frame.Release()
		if err != nil {
			t.Fatal(err)
		}
		var prompts []Prompt
		for _, object := range pic.Truth {
			x, y, _ := object.Mask.DeepestPoint()
			prompts = append(prompts, Prompt{Points: []nodes.Point{{X: float32(x), Y: float32(y)}}})
		}
		err = m.Decode(t.Context(), e, prompts, func(i int, a Answer) {
			highest, chosen, most := float32(-1), 0.0, 0.0
			for _, c := range a.Ambiguous() {
				iou := e.Mask(c.Logits).IoU(pic.Truth[i].Mask)
				most = max(most, iou)
				if c.IoU > highest {
					highest, chosen = c.IoU, iou
				}
			}
			best, oracle = best+chosen, oracle+most
		})
		if err != nil {
			t.Fatal(err)
		}
		objects += len(prompts)
	}
	best, oracle = best/float64(objects), oracle/float64(objects)
	t.Logf("%d objects: mean IoU %.4f of the best-scored mask, %.4f of the best of three", objects, best, oracle)
	if best < 0.35 || oracle < best {
		t.Errorf("want at least 0.35")
	}
}
