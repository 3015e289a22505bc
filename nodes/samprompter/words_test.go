package samprompter

import (
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/onnxtest"
	"github.com/maskgraph/maskgraph/nodes/internal/text/texttest"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// wordsModel installs a model that takes text: its text encoder knows that a dog is
// red and everything else is green, and its decoder marks what has the colour.
func wordsModel(t *testing.T) {
	dir := t.TempDir()
	entry := models.Model{Name: "words", Task: "segment", Decode: "sam-text", Input: models.Input{
		Width: 1024, Height: 1024, Order: "rgb", Std: [3]float32{255, 255, 255},
	}}
	onnxtest.AddNetwork(t, dir, &entry, "encoder", colourEncoder())
	onnxtest.AddNetwork(t, dir, &entry, "decoder", colourDecoder())
	onnxtest.AddNetwork(t, dir, &entry, "text-encoder", dogEncoder())
	onnxtest.AddFile(t, dir, &entry, "tokenizer", "merges.txt", []byte(texttest.CLIP()))
	onnxtest.Own(t, dir, entry)
}

// colourEncoder gives red, green and blue of each cell in 256 channels.
func colourEncoder() *onnx.Model {
	m := onnx.New(17)
	g := m.Graph
	g.AddInput("image", onnx.Float32, 1, 3, 1024, 1024)
	g.AddTensor(onnx.NewTensor("pads", []int64{0, 0, 0, 0, 0, 253, 0, 0}, 8))
	g.AddNode("AveragePool", []string{"image"}, []string{"cells"}, onnx.IntsAttr("kernel_shape", 16, 16), onnx.IntsAttr("strides", 16, 16))
	g.AddNode("Pad", []string{"cells", "pads"}, []string{"embedding"})
	g.AddOutput("embedding", onnx.Float32, 1, 256, 64, 64)
	return m
}

// colourDecoder marks the cells whose colour is that of the text by more than a half.
// Its single mask and the first ambiguous one are empty.
func colourDecoder() *onnx.Model {
	m := onnx.New(17)
	g := m.Graph
	g.AddInput("image_embeddings", onnx.Float32, 1, 256, 64, 64)
	g.AddInput("text_input", onnx.Float32, 1, 3)
	g.AddInput("has_text_input", onnx.Float32, 1)
	g.AddInput("point_coords", onnx.Float32, 1, -1, 2)
	g.AddInput("point_labels", onnx.Float32, 1, -1)
	g.AddInput("mask_input", onnx.Float32, 1, 1, 256, 256)
	g.AddInput("has_mask_input", onnx.Float32, 1)
	g.AddInput("orig_im_size", onnx.Float32, 2)
	ints := func(v ...int64) string {
		return g.AddTensor(onnx.NewTensor(string(rune('a'+len(g.Initializers))), v, int64(len(v))))
	}
	rgb := g.Op("Slice", []string{"image_embeddings", ints(0), ints(3), ints(1)})
	colour := g.Op("Reshape", []string{"text_input", ints(1, 3, 1, 1)})
	alike := g.Op("ReduceSum", []string{g.Op("Mul", []string{rgb, colour}), ints(1)})
	half := g.AddTensor(onnx.NewTensor("half", []float32{0.5}, 1))
	cells := g.Op("Resize", []string{g.Op("Sub", []string{alike, half}), "", "", ints(1, 1, 256, 256)},
		onnx.StringAttr("mode", "nearest"), onnx.StringAttr("coordinate_transformation_mode", "asymmetric"), onnx.StringAttr("nearest_mode", "floor"))
	which := g.AddTensor(onnx.NewTensor("which", []float32{0, 0, 1, 1}, 1, 4, 1, 1))
	g.AddNode("Mul", []string{cells, which}, []string{"masks"})
	g.AddTensor(onnx.NewTensor("scores given", []float32{0.5, 0.6, 0.9, 0.7}, 1, 4))
	g.AddNode("Mul", []string{"scores given", "has_text_input"}, []string{"scores"})
	g.AddOutput("scores", onnx.Float32, 1, 4)
	g.AddOutput("masks", onnx.Float32, 1, 4, 256, 256)
	return m
}

// dogEncoder gives red for what begins with the token of dog, else green.
func dogEncoder() *onnx.Model {
	m := onnx.New(17)
	g := m.Graph
	g.AddInput("input_ids", onnx.Int64, -1, 77)
	g.AddTensor(onnx.NewTensor("first", []int64{1}, 1))
	g.AddTensor(onnx.NewTensor("dog", []int64{1929}, 1))
	g.AddTensor(onnx.NewTensor("red", []float32{7, 0, 0}, 1, 3))
	g.AddTensor(onnx.NewTensor("green", []float32{0, 7, 0}, 1, 3))
	g.AddNode("Gather", []string{"input_ids", "first"}, []string{"word"}, onnx.IntAttr("axis", 1))
	g.AddNode("Equal", []string{"word", "dog"}, []string{"is dog"})
	g.AddNode("Where", []string{"is dog", "red", "green"}, []string{"text_embeds"})
	g.AddOutput("text_embeds", onnx.Float32, -1, 3)
	return m
}

// redAndGreen is a picture whose left third is red, the rest green.
func redAndGreen(t *testing.T) *nodes.Frame {
	const width, height = 96, 64
	pix := make([]byte, 3*width*height)
	for i := range width * height {
		if i%width < width/3 {
			pix[3*i+2] = 255
		} else {
			pix[3*i+1] = 255
		}
	}
	f := nodes.NewFrame(width, height, nodes.BGR8, pix, nil)
	t.Cleanup(f.Release)
	return f
}

// TestWords: each prompt's words say which part of the picture it is.
func TestWords(t *testing.T) {
	wordsModel(t)
	cfg := defaults
	cfg.Model = "words"
	cfg.Prompts = []Prompt{{Text: "dog"}, {Text: "traffic light", Label: "lamp"}, {Text: "dog", Box: []float64{0, 0, 96, 64}}}
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	n := openNode(t, nodestest.Env(t), cfg)
	out, err := n.Process(t.Context(), nodestest.Packet(0, nodestest.Ports{"frame": redAndGreen(t)}))
	if err != nil {
		t.Fatal(err)
	}
	items := out.Instances("instances").Items
	left, right := nodes.Box{X2: 32, Y2: 64}, nodes.Box{X1: 32, X2: 96, Y2: 64}
	for i, want := range []struct {
		label, prompt string
		token         int
		where         nodes.Box
	}{
		{"dog", "text", 2, left},
		{"lamp", "text", 2, right},
		{"dog", "box+text", 0, nodes.Box{}}, // a box wants the single mask, which is empty here, and so rejected
	} {
		if want.where.Area() == 0 {
			if len(items) != i {
				t.Errorf("%d instances, want %d", len(items), i)
			}
			continue
		}
		got := items[i]
		whole := nodes.MaskFromBitmap(int(want.where.X1), 0, int(want.where.Width()), 64, full(int(want.where.Area())))
		if got.Label != want.label || got.Origin.Prompt != want.prompt || got.Origin.Token != want.token || got.Mask.IoU(whole) < 0.95 {
			t.Errorf("prompt %d: %s by %s, token %d, IoU %.3f; want %+v", i, got.Label, got.Origin.Prompt, got.Origin.Token, got.Mask.IoU(whole), want)
		}
	}
}

func full(n int) []byte {
	bits := make([]byte, n)
	for i := range bits {
		bits[i] = 1
	}
	return bits
}

// TestWordsTooMany: what CLIP does not read is left out with a warning.
func TestWordsTooMany(t *testing.T) {
	wordsModel(t)
	cfg := defaults
	cfg.Model = "words"
	long := "dog"
	for range 90 {
		long += " dog"
	}
	cfg.Prompts = []Prompt{{Points: []Click{{X: 1, Y: 1}}}, {Text: long}}
	n := openNode(t, nodestest.Env(t), cfg)
	want := "prompts[1].text: words reads 75 tokens of it, the rest is left out"
	if got := n.(nodes.Reporter).Report().Warnings; len(got) != 1 || got[0] != want {
		t.Errorf("warnings %q, want %q", got, want)
	}
}
