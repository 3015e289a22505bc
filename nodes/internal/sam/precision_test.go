package sam

import (
	"math"
	"os"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/truth"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/quantize"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestInt8AgainstTruth measures what the int8 encoder loses where it counts, on true
// masks.
func TestInt8AgainstTruth(t *testing.T) {
	if !quantize.HasVNNI() {
		t.Skip("this processor has no VNNI instructions")
	}
	pictures, err := truth.Images(nodestest.Shared(t, "data/images"))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("MASKGRAPH_LONG") == "" {
		pictures = pictures[:4] // all of them: 0.6865 and 0.6866
	}
	env := nodestest.Env(t)
	full := openModel(t, env)
	quick, letGo, err := Open(env, Options{Name: "mobile-sam", Precision: "int8"})
	if err != nil {
		t.Fatal(err)
	}
	defer letGo()
	var want, got, agree float64
	objects, worst := 0, 1.0
	for i, pic := range pictures {
		a, b := masksOf(t, full, i, pic), masksOf(t, quick, i, pic)
		for j := range a {
			same := a[j].IoU(b[j])
			worst = math.Min(worst, same)
			agree += same
			want += a[j].IoU(pic.Truth[j].Mask)
			got += b[j].IoU(pic.Truth[j].Mask)
			objects++
		}
	}
	n := float64(objects)
	t.Logf("%d objects: mean IoU with the truth %.4f in fp32, %.4f in int8; with each other %.4f, worst %.3f", objects, want/n, got/n, agree/n, worst)
	if got/n < want/n-0.02 {
		t.Error("int8 loses more than 0.02")
	}
}

// masksOf is the single mask of every true box of a picture.
func masksOf(t *testing.T, m *Model, seq int, pic truth.Picture) []*nodes.Mask {
	t.Helper()
	frame, err := cv.ReadPicture(pic.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer frame.Release()
	e, err := m.Encode(t.Context(), nodes.Stamp{Seq: uint64(seq)}, frame)
	if err != nil {
		t.Fatal(err)
	}
	var prompts []Prompt
	for _, object := range pic.Truth {
		prompts = append(prompts, Prompt{Box: object.Box, Single: true})
	}
	masks := make([]*nodes.Mask, len(prompts))
	if err := m.Decode(t.Context(), e, prompts, func(i int, a Answer) { masks[i] = e.Mask(a[0].Logits) }); err != nil {
		t.Fatal(err)
	}
	return masks
}
