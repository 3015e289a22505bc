package vos_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval/coco"
	"github.com/maskgraph/maskgraph/nodes/eval/vos"
)

func folder(t *testing.T, dir string) vos.Sequence {
	t.Helper()
	s, err := vos.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestLikeDAVIS compares with what testdata/davis.py worked out.
func TestLikeDAVIS(t *testing.T) {
	text, err := os.ReadFile("testdata/want.json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct{ Unprompted, Prompted []vos.Object }
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	truth := folder(t, "testdata/truth")
	result, missing, err := vos.Align(truth, folder(t, "testdata/result"), coco.Key)
	if err != nil || missing != 0 {
		t.Fatal(missing, err)
	}
	for _, tt := range []struct {
		name  string
		score func(truth, result vos.Sequence) []vos.Object
		want  []vos.Object
	}{{"things are paired", vos.Evaluate, want.Unprompted}, {"identities are given", vos.EvaluatePrompted, want.Prompted}} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.score(truth, result)
			if len(got) != len(tt.want) {
				t.Fatalf("%d things, want %d", len(got), len(tt.want))
			}
			for i, w := range tt.want {
				g := got[i]
				if g.Sequence != "truth" || g.ID != w.ID || g.Found != w.Found || math.Abs(g.J-w.J) > 1e-9 || math.Abs(g.F-w.F) > 1e-9 || math.Abs(g.JF-(w.J+w.F)/2) > 1e-9 {
					t.Errorf("got %+v, want %+v", g, w)
				}
			}
		})
	}
}
