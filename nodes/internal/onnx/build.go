package onnx

import "strconv"

// New makes a model with an empty graph, for the standard operators of a version,
// such as 17.
func New(opset int64) *Model {
	return &Model{IR: 8, Opsets: []Opset{{Version: opset}}, Graph: &Graph{Name: "graph"}}
}

// AddInput adds an input. A negative dimension is free.
func (g *Graph) AddInput(name string, t Type, dims ...int64) {
	g.Inputs = append(g.Inputs, NewValue(name, t, dims...))
}

// AddOutput makes a tensor an output. A negative dimension is free.
func (g *Graph) AddOutput(name string, t Type, dims ...int64) {
	g.Outputs = append(g.Outputs, NewValue(name, t, dims...))
}

// AddTensor adds a constant, which nodes read by its name. It returns that name.
func (g *Graph) AddTensor(t *Tensor) string {
	g.Initializers = append(g.Initializers, t)
	return t.Name
}

// AddNode adds an operation behind all others.
func (g *Graph) AddNode(op string, inputs, outputs []string, attributes ...Attribute) *Node {
	n := &Node{Op: op, Name: op + " of " + outputs[0], Inputs: inputs, Outputs: outputs, Attributes: attributes}
	g.Nodes = append(g.Nodes, n)
	return n
}

// Op adds an operation with one output behind all others and names that output,
// so that models can be written as expressions: y := g.Op("Add", []string{a, b}).
func (g *Graph) Op(op string, inputs []string, attributes ...Attribute) (output string) {
	output = op + strconv.Itoa(len(g.Nodes))
	g.AddNode(op, inputs, []string{output}, attributes...)
	return output
}
