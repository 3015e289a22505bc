package samdecoder

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// Batch rewrites a decoder so that it decodes many objects of one picture at once.
// All tensors are float.
//
//	image_embeddings [1,C,H,W]        as in the export
//	point_coords     [N,P,2]          for each of N objects P points, x and y
//	point_labels     [N,P]
//	mask_input       [N or 1,1,4H,4W] logits of an earlier pass, for each object or
//	                                  the same for all
//	has_mask_input   [N or 1]         1 where mask_input counts, 0 elsewhere
//
//	low_res_masks    [N,T,4H,4W]      logits of all T tokens (4; the first is the
//	                                  single-mask token)
//	iou_predictions  [N,T]            their predicted IoU
//
// Objects with fewer points than others are filled up with points of label -1, which
// is not quite the same as leaving them out (see sam.md 1.4): decode objects of
// equal number together. Inputs and outputs stand in this order. A decoder that
// takes no mask keeps having no mask inputs. The error is a *MissingError when the
// decoder is built in another way.
func Batch(file []byte) ([]byte, error) {
	d, err := open(file)
	if err != nil {
		return nil, err
	}
	if len(d.copies()) == 0 {
		return nil, missing("copying of the image for every object; a file that was simplified for one object has none")
	}
	if err := d.masksByObject(); err != nil {
		return nil, err
	}
	d.order(Embedding, PointCoords, PointLabels, MaskInput, HasMask)
	return d.Bytes(), nil
}

// masksByObject frees the first dimension of both mask inputs. The flag is
// multiplied with features [N,C,H,W], so it must become [N,1,1,1] for that.
func (d *decoder) masksByObject() error {
	g := d.Graph
	mask, flag := g.Input(MaskInput), g.Input(HasMask)
	if mask == nil || flag == nil {
		return nil
	}
	for _, n := range g.Consumers()[HasMask] {
		if n.Op != "Mul" && n.Op != "Sub" {
			return missing("has_mask_input that is only multiplied and subtracted")
		}
		for i, name := range n.Inputs {
			if name == HasMask {
				n.Inputs[i] = HasMask + " by object"
			}
		}
	}
	shape := HasMask + " shape"
	g.AddTensor(onnx.NewTensor(shape, []int64{-1, 1, 1, 1}, 4))
	g.AddNode("Reshape", []string{HasMask, shape}, []string{HasMask + " by object"})
	d.lastFirst()
	flag.SetType(onnx.Float32, []onnx.Dim{{Size: -1, Name: "flags"}})
	mask.SetType(onnx.Float32, []onnx.Dim{{Size: -1, Name: "masks"}, {Size: 1}, {Size: 4 * d.size[2].Size}, {Size: 4 * d.size[3].Size}})
	return nil
}

// lastFirst moves the node that was added last to the front, before those that
// read it.
func (d *decoder) lastFirst() {
	nodes := d.Graph.Nodes
	last := len(nodes) - 1
	d.Graph.Nodes = append([]*onnx.Node{nodes[last]}, nodes[:last]...)
}

// order puts these inputs first, in this order.
func (d *decoder) order(names ...string) {
	at := func(v *onnx.Value) int {
		if i := slices.Index(names, v.Name); i >= 0 {
			return i
		}
		return len(names)
	}
	slices.SortStableFunc(d.Graph.Inputs, func(a, b *onnx.Value) int { return at(a) - at(b) })
}

// copies is the nodes that repeat the image, or its positional encoding, once for
// every object: their data is the same for all, their number is not, and what they
// give is only added to something.
func (d *decoder) copies() []*onnx.Node {
	prompts, image := d.prompts(), d.Graph.Dependents(Embedding)
	consumers := d.Graph.Consumers()
	var found []*onnx.Node
	ofImage := false
	for _, n := range d.Graph.Nodes {
		repeats := (n.Op == "Tile" || n.Op == "Expand") && len(n.Inputs) == 2 && !prompts[n.In(0)] && prompts[n.In(1)]
		if repeats && d.onlyAdded(n.Out(0), consumers) {
			found = append(found, n)
			ofImage = ofImage || image[n.In(0)]
		}
	}
	if !ofImage {
		return nil
	}
	return found
}

// onlyAdded says that a tensor ends, perhaps in another shape, in additions alone.
func (d *decoder) onlyAdded(name string, consumers map[string][]*onnx.Node) bool {
	added := false
	todo := []string{name}
	for steps := 0; len(todo) > 0; steps++ {
		name, todo = todo[0], todo[1:]
		for _, n := range consumers[name] {
			switch n.Op {
			case "Shape":
			case "Add":
				added = true
			case "Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze":
				todo = append(todo, n.Outputs...)
			default:
				return false
			}
		}
		if steps > len(d.Graph.Nodes) { // a broken graph may run in circles
			return false
		}
	}
	return added
}
