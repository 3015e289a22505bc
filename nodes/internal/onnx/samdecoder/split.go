package samdecoder

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// Prefix and Suffix cut a decoder in two. The prefix does, once for a picture, what
// depends on its embedding alone; the suffix does the rest for N objects. Together
// they give what Batch gives without a mask prompt, in less time. All tensors are
// float.
//
// The prefix takes image_embeddings [1,C,H,W] and gives, for C=256 and H=W=64,
//
//	the image's tokens                  [1,4096,256]
//	keys for the first layer's tokens   [1,8,16,4096]
//	values for the first layer's tokens [1,8,4096,16]
//	queries of the first layer's image  [1,8,4096,16]
//
// where a file may have the last three in another order and has its own names for
// all: take names and shapes from ort.Signature or Session.Outputs.
//
// The error is a *MissingError when the decoder is built in another way.
func Prefix(file []byte) ([]byte, error) {
	d, cut, err := split(file)
	if err != nil {
		return nil, err
	}
	d.Graph.Outputs = cut
	d.Graph.Prune()
	return d.Bytes(), nil
}

// Suffix is the other part. It takes point_coords [N,P,2], point_labels [N,P] and
// then the prefix's outputs in their order, and gives low_res_masks [N,T,4H,4W] and
// iou_predictions [N,T] as Batch does.
func Suffix(file []byte) ([]byte, error) {
	d, cut, err := split(file)
	if err != nil {
		return nil, err
	}
	g := d.Graph
	isCut := func(name string) bool {
		return slices.ContainsFunc(cut, func(v *onnx.Value) bool { return v.Name == name })
	}
	g.Nodes = slices.DeleteFunc(g.Nodes, func(n *onnx.Node) bool { return slices.ContainsFunc(n.Outputs, isCut) })
	g.Inputs = append(g.Inputs, cut...)
	g.Prune()
	d.order(PointCoords, PointLabels)
	return d.Bytes(), nil
}

// split makes a decoder whose objects share one image, and finds where to cut it.
func split(file []byte) (*decoder, []*onnx.Value, error) {
	d, err := open(file)
	if err != nil {
		return nil, nil, err
	}
	if err := d.freezeMask(); err != nil {
		return nil, nil, err
	}
	if err := d.broadcast(); err != nil {
		return nil, nil, err
	}
	cut, err := d.cut()
	return d, cut, err
}

// freezeMask makes both mask inputs constants that mean: no mask.
func (d *decoder) freezeMask() error {
	g := d.Graph
	mask, flag := g.Input(MaskInput), g.Input(HasMask)
	if mask == nil && flag == nil {
		return nil
	}
	if mask == nil || flag == nil {
		return missing("mask_input with has_mask_input")
	}
	shape := MaskInput + " shape"
	g.AddTensor(onnx.NewTensor(shape, []int64{1, 1, 4 * d.size[2].Size, 4 * d.size[3].Size}, 4))
	g.AddTensor(onnx.NewTensor(HasMask, []float32{0}, 1))
	g.AddNode("ConstantOfShape", []string{shape}, []string{MaskInput}) // zeros
	d.lastFirst()
	g.Inputs = slices.DeleteFunc(g.Inputs, func(v *onnx.Value) bool { return v == mask || v == flag })
	return nil
}

// broadcast lets objects share one image, instead of a copy for each.
func (d *decoder) broadcast() error {
	copies := d.copies()
	if len(copies) == 0 {
		return missing("copying of the image for every object; a file that was simplified for one object has none")
	}
	for _, n := range copies {
		n.Op, n.Inputs, n.Attributes = "Identity", n.Inputs[:1], nil
	}
	return d.reshapeByObject()
}

// reshapeByObject mends the one place that took the number of objects from the
// image: where its tokens become a picture again, to be enlarged.
func (d *decoder) reshapeByObject() error {
	g := d.Graph
	prompts, image := d.prompts(), g.Dependents(Embedding)
	consumers := g.Consumers()
	const shape = "picture of each object"
	for _, n := range g.Nodes {
		stale := n.Op == "Reshape" && prompts[n.In(0)] && !prompts[n.In(1)] && image[n.In(1)]
		if !stale {
			continue
		}
		enlarged := func(n *onnx.Node) bool { return n.Op == "ConvTranspose" }
		if !slices.ContainsFunc(consumers[n.Out(0)], enlarged) {
			return missing("ConvTranspose behind %s", n.Name)
		}
		if g.Constant(shape) == nil {
			g.AddTensor(onnx.NewTensor(shape, []int64{-1, d.size[1].Size, d.size[2].Size, d.size[3].Size}, 4))
		}
		n.Inputs[1] = shape
	}
	g.Prune()
	d.producers = g.Producers()
	return nil
}
