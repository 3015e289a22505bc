package detector

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/internal/text/texttest"
)

// bicycle and dog are the second to fifth tokens of two phrases, which the tests'
// text encoder gives as embeddings.
var bicycle, dog = []float32{2533, 525, 320, 11652}, []float32{1929, 49407, 0, 0}

// addEncoder adds a text encoder that gives the second to fifth tokens.
func addEncoder(t *testing.T, k *textKit) {
	t.Helper()
	k.add(t, "tokenizer", texttest.CLIP())
	m := onnx.New(17)
	m.Graph.AddInput("text", onnx.Int64, -1, 77)
	m.Graph.AddTensor(onnx.NewTensor("which", []int64{1, 2, 3, 4}, 4))
	m.Graph.AddNode("Gather", []string{"text", "which"}, []string{"some"}, onnx.IntAttr("axis", 1))
	m.Graph.AddNode("Cast", []string{"some"}, []string{"embeddings"}, onnx.IntAttr("to", int64(onnx.Float32)))
	m.Graph.AddOutput("embeddings", onnx.Float32, -1, 4)
	k.addNetwork(t, "text-encoder", m)
}

// yoloWorld makes a YOLO-World with three rows that look for bicycle, dog, and
// dog, and score the cosine to the phrases' embeddings. The third row is a bit left
// of the second. merged is the form with one output. phrases may be -1.
func yoloWorld(t *testing.T, phrases int64, merged bool) *textKit {
	t.Helper()
	k := newTextKit(t, "yolo-world")
	addEncoder(t, k)
	m := onnx.New(17)
	g := m.Graph
	g.AddInput("images", onnx.Float32, 1, 3, 64, 64)
	g.AddInput("text_features", onnx.Float32, 1, phrases, 4)
	g.AddTensor(onnx.NewTensor("looked for", slices.Concat(unit(bicycle), unit(dog), unit(dog)), 1, 3, 4))
	g.AddNode("Transpose", []string{"text_features"}, []string{"columns"}, onnx.IntsAttr("perm", 0, 2, 1))
	g.AddNode("MatMul", []string{"looked for", "columns"}, []string{"scores"}) // [1,3,K]
	boxes := []float32{8, 8, 24, 16, 40, 8, 56, 24, 39, 8, 55, 24}
	if merged {
		boxes = []float32{16, 48, 47, 12, 16, 16, 16, 16, 16, 8, 16, 16}
		g.AddTensor(onnx.NewTensor("at red", boxes, 1, 4, 3))
	} else {
		g.AddTensor(onnx.NewTensor("at red", boxes, 1, 3, 4))
	}
	g.AddNode("Mul", []string{"at red", redShare(g, "images")}, []string{"boxes"})
	if merged {
		g.AddNode("Transpose", []string{"scores"}, []string{"by phrase"}, onnx.IntsAttr("perm", 0, 2, 1))
		g.AddNode("Concat", []string{"boxes", "by phrase"}, []string{"output0"}, onnx.IntAttr("axis", 1))
		g.AddOutput("output0", onnx.Float32, 1, -1, 3)
	} else {
		g.AddOutput("scores", onnx.Float32, 1, 3, phrases)
		g.AddOutput("boxes", onnx.Float32, 1, 3, 4)
	}
	k.addNetwork(t, "detector", m)
	return k
}

func TestYOLOWorld(t *testing.T) {
	for _, tt := range []struct {
		name    string
		phrases int64
		merged  bool
	}{
		{"corners", -1, false},
		{"corners, room for more phrases", 6, false},
		{"one output", -1, true},
		{"one output, room for more phrases", 6, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := yoloWorld(t, tt.phrases, tt.merged).mustOpen(t, Config{Text: []string{"dog", "person on a bicycle"}, MinScore: 0.9})
			// The frame is twice as large as the input. The second dog is the first.
			a, b := item(16, 16, 48, 32, 1, 1), item(80, 16, 112, 48, 1, 0)
			a.Label, b.Label = "person on a bicycle", "dog"
			got := look(t, n, 0, red(t, 128, 128)).Items
			slices.SortFunc(got, func(a, b nodes.Instance) int { return b.Class - a.Class })
			if diff := cmp.Diff([]nodes.Instance{a, b}, got, nearly); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

// TestYOLOWorldBaked looks for phrases that the file was exported with: the
// classes of COCO, of which it finds the third, a car, and the first, a person.
func TestYOLOWorldBaked(t *testing.T) {
	k := newTextKit(t, "yolo-world")
	k.model.Labels = "coco80"
	const rows = 2
	answer := make([]float32, (4+80)*rows)
	for i := range 4 {
		answer[i*rows], answer[i*rows+1] = 10, 40
	}
	answer[(4+2)*rows], answer[4*rows+1] = 0.8, 0.7
	m := onnx.New(17)
	m.Graph.AddInput("images", onnx.Float32, 1, 3, 64, 64)
	m.Graph.AddTensor(onnx.NewTensor("answer", answer, 1, 84, rows))
	m.Graph.AddNode("Mul", []string{"answer", redShare(m.Graph, "images")}, []string{"output0"})
	m.Graph.AddOutput("output0", onnx.Float32, 1, 84, rows)
	k.addNetwork(t, "detector", m)
	car, person := item(5, 5, 15, 15, 0.8, 2), item(20, 20, 60, 60, 0.7, 0)
	car.Label, person.Label = "car", "person"
	asked := car
	asked.Class = 1
	for _, tt := range []struct {
		name string
		text []string
		want []nodes.Instance
	}{
		{"all", nil, []nodes.Instance{car, person}},
		{"some", []string{"dog", "car"}, []nodes.Instance{asked}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := k.mustOpen(t, Config{Text: tt.text})
			if diff := cmp.Diff(tt.want, look(t, n, 0, red(t, 64, 64)).Items, nearly); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

// unit scales v to the length 1.
func unit(v []float32) []float32 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	out := slices.Clone(v)
	for i := range out {
		out[i] /= float32(math.Sqrt(sum))
	}
	return out
}
