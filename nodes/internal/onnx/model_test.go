package onnx

import (
	"bytes"
	"os"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// everything compares private fields too.
var everything = cmp.Exporter(func(reflect.Type) bool { return true })

// small is a model with a constant, a free dimension and an attribute of each kind.
func small() *Model {
	m := New(17)
	m.Graph.AddInput("x", Float32, -1, 2)
	m.Graph.AddTensor(NewTensor("w", []float32{1, 2, 3, 4}, 2, 2))
	m.Graph.AddNode("MatMul", []string{"x", "w"}, []string{"y"},
		IntAttr("i", 0), IntsAttr("is", 1, -2), FloatAttr("f", 0.5), StringAttr("s", "text"),
		TensorAttr("t", NewTensor("", []int64{7})))
	m.Graph.AddOutput("y", Float32, -1, 2)
	return m
}

func TestWrittenAndRead(t *testing.T) {
	m := small()
	got, err := Parse(m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, got, everything); diff != "" {
		t.Error(diff)
	}
	n := got.Graph.Nodes[0]
	if i, f := n.Int("i", 9), n.Float("f", 9); i != 0 || f != 0.5 {
		t.Errorf("i %d, f %g", i, f)
	}
	if i, f := n.Int("none", 9), n.Float("none", 8); i != 9 || f != 8 {
		t.Errorf("without the attribute: %d, %g", i, f)
	}
	if is := n.Ints("is"); len(is) != 2 || is[1] != -2 {
		t.Errorf("is %v", is)
	}
	if seven, err := Data[int64](n.Tensor("t")); err != nil || len(seven) != 1 || seven[0] != 7 {
		t.Errorf("t %v, %v", seven, err)
	}
	if n.Tensor("none") != nil {
		t.Error("a tensor out of nothing")
	}
	typ, shape := got.Graph.Input("x").Type()
	if typ != Float32 || len(shape) != 2 || shape[0] != (Dim{Size: -1}) || shape[1] != (Dim{Size: 2}) {
		t.Errorf("type %v %v", typ, shape)
	}
}

// TestUnknownFieldsSurvive: in each message, a field that nobody knows.
func TestUnknownFieldsSurvive(t *testing.T) {
	strange := func(what string) []byte { return appendText(nil, 99, "strange "+what) }
	m := small()
	g := m.Graph
	m.rest, g.rest = strange("model"), strange("graph")
	g.Nodes[0].rest, g.Initializers[0].rest, g.Inputs[0].rest = strange("node"), strange("tensor"), strange("value")
	g.Inputs[0].typ = append(g.Inputs[0].typ, strange("type")...)
	g.Nodes[0].Attributes[0].rest = append(g.Nodes[0].Attributes[0].rest, strange("attribute")...)
	once, err := Parse(m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"model", "graph", "node", "tensor", "value", "type", "attribute"} {
		if !bytes.Contains(once.Bytes(), strange(what)) {
			t.Errorf("the field of a %s is lost", what)
		}
	}
	if diff := cmp.Diff(m, once, everything); diff != "" {
		t.Error(diff)
	}
}

// TestRealModels: nothing is lost of real files, which have no field twice.
func TestRealModels(t *testing.T) {
	for _, name := range []string{"mobile-sam", "yolox-nano", "nanodet-m"} {
		t.Run(name, func(t *testing.T) {
			model := nodestest.Model(t, name)
			for _, f := range model.Files {
				data := readModel(t, model, f.Role)
				m, err := Parse(data)
				if err != nil {
					t.Fatal(err)
				}
				again := m.Bytes()
				spelled := 2 * len(m.Opsets) // bytes: some files write the empty name of the standard domain out
				if lost := len(data) - len(again); lost != 0 && lost != spelled {
					t.Errorf("%s: %d bytes became %d", f.Name, len(data), len(again))
				}
				m2, err := Parse(again)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(m2.Bytes(), again) {
					t.Errorf("%s: written twice it differs", f.Name)
				}
			}
		})
	}
}

func readModel(t *testing.T, m models.Model, role string) []byte {
	t.Helper()
	path, err := nodestest.Env(t).Models.Path(m, role)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
