package nodes_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func typed(typ string) nodes.Factory {
	return nodes.Define(nodes.Info{Type: typ}, struct{}{},
		func(context.Context, nodes.Env, struct{}) (nodes.Node, error) { return nil, nil })
}

func TestRegistry(t *testing.T) {
	r := nodes.MustRegistry(typed("Tracker"), typed("Detector"))
	if got, want := r.Types(), []string{"Tracker", "Detector"}; !reflect.DeepEqual(got, want) {
		t.Errorf("types %q, want %q", got, want)
	}
	r.Types()[0] = "spoilt"
	if f, err := r.Lookup("Tracker"); err != nil || f.Type != "Tracker" {
		t.Errorf("got %q, %v", f.Type, err)
	}
	_, err := r.Lookup("Detecter")
	if want := `unknown type "Detecter" (have Tracker, Detector); did you mean Detector?`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = nodes.MustRegistry().Lookup("Sink")
	if want := `unknown type "Sink" (have none)`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestRegistryMistakes(t *testing.T) {
	tests := []struct {
		name      string
		factories []nodes.Factory
		want      string
	}{
		{"twice", []nodes.Factory{typed("Aa"), typed("Bb"), typed("Aa")}, "node type Aa is registered twice"},
		{"snake case", []nodes.Factory{typed("my_node")}, `node type "my_node": want a CamelCase name`},
		{"no name", []nodes.Factory{typed("")}, `node type "": want a CamelCase name`},
		{"bad config", []nodes.Factory{factory(3)}, "node type Fake: config must be a struct, got int"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := nodes.NewRegistry(tt.factories...); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			wantPanic(t, tt.want, func() { nodes.MustRegistry(tt.factories...) })
		})
	}
}

func wantPanic(t *testing.T, want string, do func()) {
	t.Helper()
	defer func() {
		t.Helper()
		got := recover()
		if err, ok := got.(error); ok {
			got = err.Error()
		}
		if got != want {
			t.Errorf("panic %v, want %s", got, want)
		}
	}()
	do()
}

func TestPorts(t *testing.T) {
	f := nodes.Factory{Info: nodes.Info{In: []nodes.Port{{Name: "a"}}, Out: []nodes.Port{{Name: "b"}}}}
	for name, want := range map[string][2]bool{"a": {true, false}, "b": {false, true}, "c": {false, false}} {
		in, okIn := f.Input(name)
		out, okOut := f.Output(name)
		if okIn != want[0] || okOut != want[1] || okIn && in.Name != name || okOut && out.Name != name {
			t.Errorf("%s: input %v, output %v, want %v", name, okIn, okOut, want)
		}
	}
}

func TestTypeFits(t *testing.T) {
	all := []nodes.Type{nodes.TypeFrame, nodes.TypeBoxes, nodes.TypeMasks}
	for i, from := range all {
		for j, to := range all {
			if want := i == j || from == nodes.TypeMasks && to == nodes.TypeBoxes; from.Fits(to) != want {
				t.Errorf("%s fits %s: %v", from, to, !want)
			}
		}
	}
}
