package nodes_test

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestProblemError(t *testing.T) {
	tests := []struct {
		name string
		p    nodes.Problem
		want string
	}{
		{"everything", nodes.Problem{File: "g.yaml", Line: 3, Col: 7, Path: "nodes.a", Msg: "is wrong"}, "g.yaml:3:7: nodes.a: is wrong"},
		{"no line", nodes.Problem{File: "--set", Path: "nodes.a", Msg: "is wrong"}, "--set: nodes.a: is wrong"},
		{"no path", nodes.Problem{File: "g.yaml", Line: 1, Col: 1, Msg: "is empty"}, "g.yaml:1:1: is empty"},
		{"file as a whole", nodes.Problem{File: "g.yaml", Msg: "is empty"}, "g.yaml: is empty"},
		{"no file", nodes.Problem{Path: "nodes.a", Msg: "is wrong"}, "nodes.a: is wrong"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.p.Error(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestDidYouMean(t *testing.T) {
	have := []string{"classes", "min_score", "model", "max_overlap"}
	tests := []struct{ name, got, want string }{
		{"a letter missing", "min_scor", "; did you mean min_score?"},
		{"a letter too many", "modell", "; did you mean model?"},
		{"two swapped", "calsses", "; did you mean classes?"},
		{"capitals", "MIN_SCORE", "; did you mean min_score?"},
		{"another word", "threshold", ""},
		{"short and far", "uri", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := nodes.DidYouMean(tt.got, have); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := nodes.DidYouMean("x", nil); got != "" {
		t.Errorf("got %q out of nothing", got)
	}
}
