package samdecoder

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// choosing is the operations that lead from all masks to the chosen one. They read
// their data from the first input.
var choosing = []string{"Flatten", "Gather", "GatherElements", "GatherND", "Identity", "Reshape", "Slice", "Squeeze", "Unsqueeze"}

// exposeTokens makes the masks and scores of all tokens the only outputs. The
// single-mask export chooses by iou + (points - 2.5)*[1000,0,0,0] (select_masks in
// segment_anything's utils/onnx.py), the other one gives them as they are.
func (d *decoder) exposeTokens() error {
	masks, ok := d.before(Masks, d.isProduct)
	if !ok {
		return missing("%s that are a product of tokens and image", Masks)
	}
	scores, ok := d.before(IoU, func(n *onnx.Node) bool { return d.width(n) > 0 })
	if !ok {
		return missing("%s that come from a linear layer", IoU)
	}
	d.tokens = d.width(d.producers[scores])
	h, w := 4*d.size[2].Size, 4*d.size[3].Size
	d.Graph.Outputs = nil
	d.Graph.AddOutput(masks, onnx.Float32, -1, d.tokens, h, w)
	d.Graph.AddOutput(scores, onnx.Float32, -1, d.tokens)
	d.Graph.Prune() // frees the names Masks and IoU
	for i, name := range []string{Masks, IoU} {
		out := d.Graph.Outputs[i]
		if out.Name != name {
			d.Graph.AddNode("Identity", []string{out.Name}, []string{name})
			out.Name = name
		}
	}
	d.producers = d.Graph.Producers()
	return nil
}

// before walks from an output back through what chooses, to the tensor of a node
// that is wanted.
func (d *decoder) before(name string, wanted func(*onnx.Node) bool) (string, bool) {
	if d.Graph.Output(name) == nil {
		return "", false
	}
	for range d.Graph.Nodes { // a broken graph may run in circles
		n := d.producers[name]
		if n == nil {
			return "", false
		}
		if wanted(n) {
			return name, true
		}
		if !slices.Contains(choosing, n.Op) {
			return "", false
		}
		name = n.In(0)
	}
	return "", false
}

// isProduct: a Reshape of the product of hypernetworks and upscaled image.
func (d *decoder) isProduct(n *onnx.Node) bool {
	return n.Op == "Reshape" && d.isOp(n.In(0), "MatMul")
}

// width is the number of values that a linear layer gives, 0 when it is none.
func (d *decoder) width(n *onnx.Node) int64 {
	if n.Op != "Gemm" && n.Op != "Add" {
		return 0
	}
	for _, name := range n.Inputs {
		if bias := d.Graph.Constant(name); bias != nil && len(bias.Dims) == 1 {
			return bias.Dims[0]
		}
	}
	return 0
}

func (d *decoder) isOp(name, op string) bool {
	n := d.producers[name]
	return n != nil && n.Op == op
}
