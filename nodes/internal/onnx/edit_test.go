package onnx

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// withBranch is a graph whose second node holds a graph of its own, which reads b.
func withBranch() *Model {
	m := New(17)
	g := m.Graph
	g.AddInput("a", Float32, 1)
	g.AddInput("b", Float32, 1)
	g.AddInput("unused", Float32, 1)
	g.AddTensor(NewTensor("yes", []bool{true}))
	g.AddTensor(NewTensor("lost", []bool{true}))
	body := &Graph{Name: "body"}
	body.AddNode("Neg", []string{"b"}, []string{"negative"})
	body.AddOutput("negative", Float32, 1)
	g.AddNode("Abs", []string{"a"}, []string{"big"})
	graph := Attribute{Name: "then_branch", rest: appendInt(appendMessage(nil, 6, body.append(nil)), fieldOfKind, 5), graphs: []*Graph{body}}
	g.AddNode("If", []string{"yes"}, []string{"c"}, graph)
	g.AddNode("Constant", nil, []string{"three"}, TensorAttr("value", NewTensor("", []float32{3}, 1)))
	g.AddNode("Add", []string{"c", "three"}, []string{"d"})
	g.AddOutput("d", Float32, 1)
	g.AddOutput("big", Float32, 1)
	return m
}

func TestDependents(t *testing.T) {
	m, err := Parse(withBranch().Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{"a": "a big", "b": "b c d", "three": "d three", "": ""} {
		if got := strings.Join(slices.Sorted(maps.Keys(m.Graph.Dependents(from))), " "); got != want {
			t.Errorf("from %q: %s, want %s", from, got, want)
		}
	}
}

func TestPrune(t *testing.T) {
	m, err := Parse(withBranch().Bytes())
	if err != nil {
		t.Fatal(err)
	}
	g := m.Graph
	g.Outputs = g.Outputs[:1] // d
	g.Prune()
	var left []string
	for _, n := range g.Nodes {
		left = append(left, n.Op)
	}
	for _, v := range g.Inputs {
		left = append(left, v.Name)
	}
	for _, c := range g.Initializers {
		left = append(left, c.Name)
	}
	if got := strings.Join(left, " "); got != "If Constant Add b yes" {
		t.Errorf("left: %s", got)
	}
	if g.Input("a") != nil || g.Input("b") == nil || g.Output("d") == nil {
		t.Error("wrong inputs or outputs")
	}
}

func TestConstant(t *testing.T) {
	g := withBranch().Graph
	for name, want := range map[string]bool{"yes": true, "three": true, "d": false, "a": false, "nobody": false} {
		if got := g.Constant(name) != nil; got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
