package detector

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/internal/text/texttest"
)

// dino makes a Grounding DINO with four rows, which score sigmoid(4) at the tokens
// bicycle, light, full stop and, once more, bicycle. The boxes grow with the share of
// pixel_mask that is 1. length of the row of tokens may be -1.
func dino(t *testing.T, length int64) *textKit {
	t.Helper()
	k := newTextKit(t, "grounding-dino")
	k.add(t, "tokenizer", texttest.BERT())
	m := onnx.New(17)
	g := m.Graph
	g.AddInput("pixel_values", onnx.Float32, 1, 3, 64, 64)
	for _, name := range []string{"input_ids", "token_type_ids", "attention_mask"} {
		g.AddInput(name, onnx.Int64, 1, length)
	}
	g.AddInput("pixel_mask", onnx.Int64, 1, 64, 64)
	g.AddNode("Mul", []string{"input_ids", "attention_mask"}, []string{"masked"})
	g.AddNode("Add", []string{"masked", "token_type_ids"}, []string{"ids"})
	g.AddTensor(onnx.NewTensor("looked for", []int64{10165, 2422, 1012, 10165}, 4, 1))
	g.AddNode("Equal", []string{"ids", "looked for"}, []string{"equal"}) // [4,T]
	g.AddTensor(onnx.NewTensor("yes", []float32{4}, 1))
	g.AddTensor(onnx.NewTensor("no", []float32{-4}, 1))
	g.AddNode("Where", []string{"equal", "yes", "no"}, []string{"few"})
	g.AddTensor(onnx.NewTensor("rest", make([]float32, 4*256), 4, 256))
	g.AddNode("Concat", []string{"few", "rest"}, []string{"many"}, onnx.IntAttr("axis", 1))
	g.AddTensor(onnx.NewTensor("from", []int64{0}, 1))
	g.AddTensor(onnx.NewTensor("to", []int64{256}, 1))
	g.AddTensor(onnx.NewTensor("axis", []int64{1}, 1))
	g.AddNode("Slice", []string{"many", "from", "to", "axis"}, []string{"rows"})
	g.AddNode("Unsqueeze", []string{"rows", "from"}, []string{"logits"})
	boxes := []float32{0.5, 0.5, 0.5, 0.5, 1, 1, 2, 2, 1.5, 0.5, 0.5, 0.5, 1.5, 1.5, 0.5, 0.5}
	g.AddTensor(onnx.NewTensor("boxes", boxes, 1, 4, 4))
	g.AddNode("Cast", []string{"pixel_mask"}, []string{"mask"}, onnx.IntAttr("to", int64(onnx.Float32)))
	g.AddNode("ReduceMean", []string{"mask"}, []string{"share"}, onnx.IntAttr("keepdims", 0))
	g.AddNode("Mul", []string{"boxes", "share"}, []string{"pred_boxes"})
	g.AddOutput("logits", onnx.Float32, 1, 4, 256)
	g.AddOutput("pred_boxes", onnx.Float32, 1, 4, 4)
	k.addNetwork(t, "detector", m)
	return k
}

func TestGroundingDINO(t *testing.T) {
	phrases := []string{"traffic light", "person on a bicycle"}
	for _, tt := range []struct {
		name   string
		length int64
	}{
		{"as many tokens as there are", -1},
		{"a row of fixed length", 32},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := dino(t, tt.length).mustOpen(t, Config{Text: phrases})
			for _, frame := range []*nodes.Frame{red(t, 64, 32), red(t, 32, 64)} { // each half of the input
				w, h := float32(frame.Width), float32(frame.Height)
				want := []nodes.Instance{
					item(w/8, h/8, w*3/8, h*3/8, sure, 1), item(0, 0, w, h, sure, 0), item(w*5/8, h*5/8, w*7/8, h*7/8, sure, 1),
				}
				for i := range want {
					want[i].Label = phrases[want[i].Class]
				}
				if diff := cmp.Diff(want, look(t, n, 0, frame).Items, nearly); diff != "" {
					t.Errorf("%dx%d (-want +got):\n%s", frame.Width, frame.Height, diff)
				}
			}
		})
	}
}
