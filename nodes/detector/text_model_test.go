package detector

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/internal/text/texttest"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// owl makes an OWL-ViT with two rows. Row r scores sigmoid(4) for the phrase whose
// second token is that of wanted[r], and its box's width is the red share.
func owl(t *testing.T, rows int64, wanted ...int64) *textKit {
	t.Helper()
	k := newTextKit(t, "owl-vit")
	k.add(t, "tokenizer", texttest.CLIP())
	m := onnx.New(17)
	g, n := m.Graph, int64(len(wanted))
	g.AddInput("input_ids", onnx.Int64, rows, 16)
	g.AddInput("pixel_values", onnx.Float32, 1, 3, 64, 64)
	g.AddInput("attention_mask", onnx.Int64, rows, 16)
	g.AddNode("Mul", []string{"input_ids", "attention_mask"}, []string{"ids"})
	g.AddTensor(onnx.NewTensor("second", []int64{1}, 1))
	g.AddNode("Gather", []string{"ids", "second"}, []string{"words"}, onnx.IntAttr("axis", 1)) // [K,1]
	g.AddTensor(onnx.NewTensor("wanted", wanted, 1, n))
	g.AddNode("Equal", []string{"words", "wanted"}, []string{"equal"}) // [K,N]
	g.AddTensor(onnx.NewTensor("yes", []float32{4}, 1))
	g.AddTensor(onnx.NewTensor("no", []float32{-4}, 1))
	g.AddNode("Where", []string{"equal", "yes", "no"}, []string{"by phrase"})
	g.AddNode("Transpose", []string{"by phrase"}, []string{"by row"})
	g.AddTensor(onnx.NewTensor("front", []int64{0}, 1))
	g.AddNode("Unsqueeze", []string{"by row", "front"}, []string{"logits"})
	boxes := make([]float32, 0, 4*n)
	for range n {
		boxes = append(boxes, 0.5, 0.25, 1, 0.25)
	}
	g.AddTensor(onnx.NewTensor("boxes", boxes, 1, n, 4))
	g.AddNode("Mul", []string{"boxes", redShare(g, "pixel_values")}, []string{"pred_boxes"})
	g.AddOutput("logits", onnx.Float32, 1, n, rows)
	g.AddOutput("pred_boxes", onnx.Float32, 1, n, 4)
	k.addNetwork(t, "detector", m)
	return k
}

const tokenPerson, tokenTraffic = 2533, 3399 // CLIP's

var sure = float32(1 / (1 + math.Exp(-4)))

func TestOWL(t *testing.T) {
	phrases := []string{"traffic light", "person on a bicycle"}
	found := func(x1, y1, x2, y2 float32) []nodes.Instance {
		a, b := item(x1, y1, x2, y2, sure, 1), item(x1, y1, x2, y2, sure, 0)
		a.Label, b.Label = phrases[1], phrases[0]
		return []nodes.Instance{a, b}
	}
	for _, tt := range []struct {
		name    string
		rows    int64
		stretch bool
		want    []nodes.Instance
	}{
		// The frame covers the upper half of the input: shares of 64 pixels, halved.
		{"any number of phrases", -1, false, found(0, 4, 32, 12)},
		{"more rows than phrases", 5, false, found(0, 4, 32, 12)},
		{"stretched", -1, true, found(0, 4, 64, 12)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := owl(t, tt.rows, tokenPerson, tokenTraffic, 7)
			k.model.Input.Stretch = tt.stretch
			n := k.mustOpen(t, Config{Text: phrases})
			for range 2 { // the tensors are used again
				if diff := cmp.Diff(tt.want, look(t, n, 0, red(t, 64, 32)).Items, nearly); diff != "" {
					t.Error("(-want +got):\n" + diff)
				}
			}
		})
	}
}

// TestTextContract runs the conformance test with a model of the user's own list.
func TestTextContract(t *testing.T) {
	k := owl(t, -1, tokenPerson, tokenTraffic)
	list, err := yaml.Marshal([]models.Model{k.model})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(k.dir, "models.yaml"), list, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MASKGRAPH_MODELS", k.dir)
	nodestest.Check(t, Factory, "{model: made, text: [traffic light], classes: [traffic light]}", packets(t, 32, 24, 3)...)
	_, problems := decoded(t, "{model: made, text: [traffic light, '']}")
	const want = "g.yaml:1:37: with.text[1]: must not be empty"
	if len(problems) != 1 || problems[0].Error() != want {
		t.Errorf("got %v\nwant %s", problems, want)
	}
}
