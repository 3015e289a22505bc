package sam

import (
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// probe builds decoders whose masks tell what the decoder was given: the first cells
// of mask k hold k+1 times the numbers of its inputs, one after another.
type probe struct {
	*onnx.Model
	parts []string // of shape [prompts, any]
}

func newProbe() *probe {
	p := &probe{Model: onnx.New(17)}
	p.constant("row", []int64{-1, 1})
	p.Graph.AddTensor(onnx.NewTensor("zeros", make([]float32, Grid*Grid), 1, Grid*Grid))
	return p
}

func (p *probe) constant(name string, v []int64) {
	p.Graph.AddTensor(onnx.NewTensor(name, v, int64(len(v))))
}

// embedding adds an output of the encoder, of which the first number is shown.
func (p *probe) embedding(name string) {
	p.Graph.AddInput(name, onnx.Float32, 1, 256, 64, 64)
	p.constant(name+" first", []int64{0})
	p.Graph.AddNode("Flatten", []string{name}, []string{name + " flat"}, onnx.IntAttr("axis", 1))
	p.Graph.AddNode("Gather", []string{name + " flat", name + " first"}, []string{name + " one"}, onnx.IntAttr("axis", 1))
	p.parts = append(p.parts, name+" one")
}

// points adds coordinates and labels, of n prompts or one.
func (p *probe) points(n int64) {
	p.Graph.AddInput("point_coords", onnx.Float32, n, -1, 2)
	p.Graph.AddInput("point_labels", onnx.Float32, n, -1)
	p.Graph.AddNode("Flatten", []string{"point_coords"}, []string{"flat coords"}, onnx.IntAttr("axis", 1))
	p.parts = append(p.parts, "flat coords", "point_labels")
}

// queries adds EfficientSAM's coordinates, of which those in the square of 1024 are
// shown, and labels.
func (p *probe) queries() {
	g := p.Graph
	g.AddInput("batched_point_coords", onnx.Float32, 1, -1, -1, 2)
	g.AddInput("batched_point_labels", onnx.Float32, 1, -1, -1)
	g.AddInput("orig_im_size", onnx.Int64, 2)
	p.constant("xy", []int64{1, 0})
	p.constant("of six", []int64{-1, 6})
	p.constant("of twelve", []int64{-1, 12})
	g.AddTensor(onnx.NewTensor("side", []float32{1024}, 1))
	g.AddNode("Gather", []string{"orig_im_size", "xy"}, []string{"width height"})
	g.AddNode("Cast", []string{"width height"}, []string{"size"}, onnx.IntAttr("to", int64(onnx.Float32)))
	g.AddNode("Div", []string{"side", "size"}, []string{"scale"})
	g.AddNode("Mul", []string{"batched_point_coords", "scale"}, []string{"scaled"})
	g.AddNode("Reshape", []string{"scaled", "of twelve"}, []string{"flat coords"})
	g.AddNode("Reshape", []string{"batched_point_labels", "of six"}, []string{"flat labels"})
	p.parts = append(p.parts, "flat coords", "flat labels")
}

// mask adds the mask of an earlier answer, of which the highest logit is shown, and
// whether there is one.
func (p *probe) mask() {
	p.Graph.AddInput("mask_input", onnx.Float32, 1, 1, Grid, Grid)
	p.Graph.AddInput("has_mask_input", onnx.Float32, 1)
	p.Graph.AddNode("ReduceMax", []string{"mask_input"}, []string{"highest"}, onnx.IntsAttr("axes", 1, 2, 3), onnx.IntAttr("keepdims", 0))
	p.Graph.AddNode("Reshape", []string{"highest", "row"}, []string{"highest row"})
	p.Graph.AddNode("Reshape", []string{"has_mask_input", "row"}, []string{"has row"})
	p.parts = append(p.parts, "highest row", "has row")
}

// text adds an embedding of text, which is shown, and whether there is one.
func (p *probe) text(length int64) {
	p.Graph.AddInput("text_input", onnx.Float32, 1, length)
	p.Graph.AddInput("has_text_input", onnx.Float32, 1)
	p.Graph.AddNode("Reshape", []string{"has_text_input", "row"}, []string{"has text row"})
	p.parts = append(p.parts, "text_input", "has text row")
}

// size adds the size that masks are enlarged to, which is not shown.
func (p *probe) size() { p.Graph.AddInput("orig_im_size", onnx.Float32, 2) }

// finish adds the outputs: k masks and scores of 0.1, 0.2, ...
func (p *probe) finish(k int64, scoresFirst bool, scores, masks []int64) *onnx.Model {
	g := p.Graph
	times, points := make([]float32, k), make([]float32, k)
	for i := range k {
		times[i], points[i] = float32(i+1), float32(i+1)/10
	}
	g.AddTensor(onnx.NewTensor("times", times, 1, k, 1, 1))
	g.AddTensor(onnx.NewTensor("constant scores", points, 1, k))
	p.constant("from", []int64{0})
	p.constant("to", []int64{Grid * Grid})
	p.constant("axis", []int64{1})
	p.constant("square", []int64{-1, 1, Grid, Grid})
	p.constant("masks shape", masks)
	p.constant("scores shape", scores)
	// One column of zeros for each prompt gives every part as many rows.
	g.AddNode("ReduceMax", []string{p.parts[len(p.parts)-1]}, []string{"column"}, onnx.IntsAttr("axes", 1))
	g.AddNode("Mul", []string{"column", "zeros"}, []string{"empty rows"})
	g.AddNode("Slice", []string{"empty rows", "from", "axis", "axis"}, []string{"zero column"})
	var rows []string
	for _, part := range p.parts {
		g.AddNode("Add", []string{part, "zero column"}, []string{part + " rows"})
		rows = append(rows, part+" rows")
	}
	g.AddNode("Concat", append(rows, "empty rows"), []string{"long rows"}, onnx.IntAttr("axis", 1))
	g.AddNode("Slice", []string{"long rows", "from", "to", "axis"}, []string{"cut rows"})
	g.AddNode("Reshape", []string{"cut rows", "square"}, []string{"squares"})
	g.AddNode("Mul", []string{"squares", "times"}, []string{"all masks"})
	g.AddNode("Reshape", []string{"all masks", "masks shape"}, []string{"masks"})
	g.AddNode("Add", []string{"zero column", "constant scores"}, []string{"all scores"})
	g.AddNode("Reshape", []string{"all scores", "scores shape"}, []string{"scores"})
	add := []func(){
		func() { g.AddOutput("masks", onnx.Float32, masks...) },
		func() { g.AddOutput("scores", onnx.Float32, scores...) },
	}
	if scoresFirst {
		add[0], add[1] = add[1], add[0]
	}
	add[0]()
	add[1]()
	return p.Model
}
