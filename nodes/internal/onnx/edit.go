package onnx

import "slices"

// In is the name of an input, empty when the node has fewer.
func (n *Node) In(i int) string { return at(n.Inputs, i) }

// Out is the name of an output, empty when the node has fewer.
func (n *Node) Out(i int) string { return at(n.Outputs, i) }

func at(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return ""
}

// Reads is the names of the tensors that a node needs, those of the graphs within
// it included.
func (n *Node) Reads() []string {
	names := slices.Clone(n.Inputs)
	for _, a := range n.Attributes {
		for _, g := range a.graphs {
			names = append(names, g.captures()...)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// captures is what a graph within a node reads; names of its own tensors, which
// may be among them, mean nothing outside.
func (g *Graph) captures() (names []string) {
	for _, n := range g.Nodes {
		names = append(names, n.Reads()...)
	}
	for _, v := range g.Outputs {
		names = append(names, v.Name)
	}
	return names
}

// Producers is the node that makes each tensor, by the tensor's name. Inputs and
// initializers have none.
func (g *Graph) Producers() map[string]*Node {
	by := map[string]*Node{}
	for _, n := range g.Nodes {
		for _, name := range n.Outputs {
			by[name] = n
		}
	}
	return by
}

// Consumers is the nodes that read each tensor, by the tensor's name.
func (g *Graph) Consumers() map[string][]*Node {
	by := map[string][]*Node{}
	for _, n := range g.Nodes {
		for _, name := range n.Reads() {
			by[name] = append(by[name], n)
		}
	}
	return by
}

// Dependents is the names of all tensors that are computed from any of these,
// themselves included.
func (g *Graph) Dependents(names ...string) map[string]bool {
	return reach(names, g.Consumers(), func(n *Node) []string { return n.Outputs })
}

// reach follows nodes from name to name.
func reach[N []*Node](names []string, nodes map[string]N, next func(*Node) []string) map[string]bool {
	seen := map[string]bool{}
	for todo := slices.Clone(names); len(todo) > 0; {
		name := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[name] || name == "" {
			continue
		}
		seen[name] = true
		for _, n := range nodes[name] {
			todo = append(todo, next(n)...)
		}
	}
	return seen
}

// Prune drops everything that no output needs: nodes, initializers, inputs.
func (g *Graph) Prune() {
	producers := map[string][]*Node{}
	for name, n := range g.Producers() {
		producers[name] = []*Node{n}
	}
	var outputs []string
	for _, v := range g.Outputs {
		outputs = append(outputs, v.Name)
	}
	needed := reach(outputs, producers, (*Node).Reads)
	g.Nodes = slices.DeleteFunc(g.Nodes, func(n *Node) bool {
		return !slices.ContainsFunc(n.Outputs, func(name string) bool { return needed[name] })
	})
	g.Initializers = slices.DeleteFunc(g.Initializers, func(t *Tensor) bool { return !needed[t.Name] })
	unneeded := func(v *Value) bool { return !needed[v.Name] }
	g.Inputs = slices.DeleteFunc(g.Inputs, unneeded)
	g.Values = slices.DeleteFunc(g.Values, unneeded)
}

// Constant is the content of an initializer or of a Constant node's tensor, nil
// for any other name.
func (g *Graph) Constant(name string) *Tensor {
	for _, t := range g.Initializers {
		if t.Name == name {
			return t
		}
	}
	for _, n := range g.Nodes {
		if n.Op == "Constant" && n.Out(0) == name {
			return n.Tensor("value")
		}
	}
	return nil
}

// Input finds an input by its name, nil when there is none.
func (g *Graph) Input(name string) *Value { return find(g.Inputs, name) }

// Output finds an output by its name, nil when there is none.
func (g *Graph) Output(name string) *Value { return find(g.Outputs, name) }

func find(values []*Value, name string) *Value {
	i := slices.IndexFunc(values, func(v *Value) bool { return v.Name == name })
	if i < 0 {
		return nil
	}
	return values[i]
}
