package samdecoder

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// cut is the tensors that are the same for all objects of a picture and that
// objects need, with their types: the image's tokens first.
func (d *decoder) cut() ([]*onnx.Value, error) {
	prompts, image := d.prompts(), d.Graph.Dependents(Embedding)
	var names []string
	for _, n := range d.Graph.Nodes {
		if !prompts[n.Out(0)] {
			continue
		}
		for _, name := range n.Reads() {
			if image[name] && !prompts[name] && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	var tokens, heads []*onnx.Value
	for _, name := range names {
		shape := d.shape(name)
		if shape == nil {
			return nil, missing("transposed tokens of the image at %s", name)
		}
		v := onnx.NewValue(name, onnx.Float32, shape...)
		if len(shape) == 3 {
			tokens = append(tokens, v)
		} else {
			heads = append(heads, v)
		}
	}
	if len(tokens) != 1 || len(heads) != 3 {
		return nil, missing("place to cut: want the image's tokens and three projections of them, have %d and %d", len(tokens), len(heads))
	}
	return append(tokens, heads...), nil
}

// shape is the shape of transposed tokens, [1,H*W,C], or of a projection of them
// that was cut into heads, [1,heads,H*W,size] in the order that its Transpose makes.
// It is nil for anything else.
func (d *decoder) shape(name string) []int64 {
	n := d.producers[name]
	if n == nil || n.Op != "Transpose" {
		return nil
	}
	perm, places := n.Ints("perm"), d.size[2].Size*d.size[3].Size
	switch len(perm) {
	case 3:
		return []int64{1, places, d.size[1].Size}
	case 4:
		cut := d.producers[n.In(0)]
		if cut == nil || cut.Op != "Reshape" {
			return nil
		}
		heads, width := d.heads(cut.In(1)), d.projection(cut.In(0))
		if heads < 1 || width%heads != 0 || width == 0 {
			return nil
		}
		return permuted([]int64{1, places, heads, width / heads}, perm)
	}
	return nil
}

func permuted(shape, perm []int64) []int64 {
	out := make([]int64, len(perm))
	for i, p := range perm {
		if p < 0 || int(p) >= len(shape) {
			return nil
		}
		out[i] = shape[p]
	}
	return out
}

// heads is the third number of the shape [objects,places,heads,size], 0 when it is
// not written in the file.
func (d *decoder) heads(shape string) int64 {
	at := 2
	if n := d.producers[shape]; n != nil && n.Op == "Concat" {
		if len(n.Inputs) != 4 {
			return 0
		}
		shape, at = n.In(2), 0
	}
	t := d.Graph.Constant(shape)
	if t == nil {
		return 0
	}
	if numbers, err := onnx.Data[int64](t); err == nil && len(numbers) > at {
		return numbers[at]
	}
	return 0
}

// projection is the number of values that a linear layer gives for each token, 0
// when it is none.
func (d *decoder) projection(name string) int64 {
	if n := d.producers[name]; n != nil {
		return d.width(n)
	}
	return 0
}
