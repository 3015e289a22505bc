// Package quantize makes networks faster by computing with 8-bit integers.
package quantize

import (
	"fmt"
	"math"

	"golang.org/x/sys/cpu"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// Version changes when a rewritten graph does, so that files of an older one are
// not taken for it.
const Version = 1

// HasVNNI says that this processor multiplies 8-bit integers much faster than
// floats. Without it Int8 may make a network slower, and sums may overflow.
func HasVNNI() bool { return cpu.X86.HasAVX512VNNI || cpu.X86.HasAVXVNNI }

// Int8 rewrites a network so that its products of activations and constant
// two-dimensional float weights are computed with 8-bit integers. Weights are signed, with
// a scale for each output channel; activations are unsigned, with a scale and zero
// point of each run (the ONNX operators DynamicQuantizeLinear and MatMulInteger).
// Inputs and outputs stay as they are. For a SAM encoder it takes about two thirds of
// the time and changes masks a little; decoders do not bear it. It is an error when
// there is no such product.
func Int8(file []byte) ([]byte, error) {
	m, err := onnx.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("int8: %w", err)
	}
	q := quantizer{graph: m.Graph, weights: map[string]*weight{}, activations: map[string]bool{}}
	nodes := m.Graph.Nodes
	m.Graph.Nodes = nil
	for _, t := range m.Graph.Initializers {
		q.weights[t.Name] = &weight{tensor: t}
	}
	for _, n := range nodes {
		if err := q.add(n); err != nil {
			return nil, fmt.Errorf("int8: %s: %w", n.Name, err)
		}
	}
	if len(q.activations) == 0 {
		return nil, fmt.Errorf("int8: no MatMul with constant weights among %d nodes", len(nodes))
	}
	m.Graph.Prune()
	return m.Bytes(), nil
}

type quantizer struct {
	graph       *onnx.Graph
	weights     map[string]*weight // by name of the initializer
	activations map[string]bool    // those that are quantized already
}

type weight struct {
	tensor *onnx.Tensor
	done   bool // its quantized form is in the graph
}

// add adds a node, or what computes the same with integers.
func (q *quantizer) add(n *onnx.Node) error {
	w := q.weights[n.In(1)]
	if n.Op != "MatMul" || n.Domain != "" || w == nil || w.tensor.Type != onnx.Float32 || len(w.tensor.Dims) != 2 {
		q.graph.Nodes = append(q.graph.Nodes, n)
		return nil
	}
	if err := q.quantize(w); err != nil {
		return err
	}
	x, weights, y := n.In(0), n.In(1), n.Out(0)
	if !q.activations[x] {
		q.activations[x] = true
		q.graph.AddNode("DynamicQuantizeLinear", []string{x}, []string{x + " int8", x + " scale", x + " zero"})
	}
	q.graph.AddNode("MatMulInteger", []string{x + " int8", weights + " int8", x + " zero"}, []string{y + " sum"})
	q.graph.AddNode("Cast", []string{y + " sum"}, []string{y + " float"}, onnx.IntAttr("to", int64(onnx.Float32)))
	q.graph.AddNode("Mul", []string{x + " scale", weights + " scale"}, []string{y + " scale"})
	q.graph.AddNode("Mul", []string{y + " float", y + " scale"}, []string{y})
	return nil
}

// quantize adds the quantized form of weights [in,out] to the graph: integers of at
// most 127, and for each column what one of them is worth.
func (q *quantizer) quantize(w *weight) error {
	if w.done {
		return nil
	}
	w.done = true
	values, err := onnx.Data[float32](w.tensor)
	if err != nil {
		return err
	}
	columns := int(w.tensor.Dims[1])
	scales, ints := make([]float32, columns), make([]int8, len(values))
	for i, v := range values {
		scales[i%columns] = max(scales[i%columns], float32(math.Abs(float64(v)))/127)
	}
	for i, v := range values {
		if scale := scales[i%columns]; scale > 0 {
			ints[i] = int8(math.RoundToEven(float64(v / scale)))
		}
	}
	q.graph.AddTensor(onnx.NewTensor(w.tensor.Name+" int8", ints, w.tensor.Dims...))
	q.graph.AddTensor(onnx.NewTensor(w.tensor.Name+" scale", scales, int64(columns)))
	return nil
}
