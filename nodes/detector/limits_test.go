package detector

import (
	"math"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

func item(x1, y1, x2, y2, score float32, class int) nodes.Instance {
	return nodes.Instance{Box: nodes.Box{X1: x1, Y1: y1, X2: x2, Y2: y2}, Score: score, Class: class, Label: string(rune('a' + class))}
}

func TestLimits(t *testing.T) {
	nan := float32(math.NaN())
	weak, strong, other := item(1, 0, 11, 10, 0.5, 0), item(0, 0, 10, 10, 0.9, 0), item(0, 0, 10, 10, 0.7, 1)
	for _, tt := range []struct {
		name     string
		limits   limits
		in, want []nodes.Instance
	}{
		{"sorted by score", limits{maxOverlap: 1, most: 9}, []nodes.Instance{weak, strong, other}, []nodes.Instance{strong, other, weak}},
		{"overlap within a class", limits{maxOverlap: 0.5, most: 9}, []nodes.Instance{weak, strong, other}, []nodes.Instance{strong, other}},
		{"overlap at the limit stays", limits{maxOverlap: 90. / 110, most: 9}, []nodes.Instance{weak, strong}, []nodes.Instance{strong, weak}},
		{"score at the limit stays", limits{minScore: 0.7, maxOverlap: 1, most: 9}, []nodes.Instance{weak, strong, other}, []nodes.Instance{strong, other}},
		{"only some classes", limits{maxOverlap: 1, most: 9, classes: []string{"b", "c"}}, []nodes.Instance{weak, other}, []nodes.Instance{other}},
		{"the best of many", limits{maxOverlap: 1, most: 1}, []nodes.Instance{weak, strong, other}, []nodes.Instance{strong}},
		{"the best of many without overlap", limits{maxOverlap: 0.5, most: 1}, []nodes.Instance{weak, strong, other}, []nodes.Instance{strong}},
		{"clipped to the frame", limits{maxOverlap: 1, most: 9}, []nodes.Instance{item(-5, 90, 5, 120, 1, 0)}, []nodes.Instance{item(0, 90, 5, 100, 1, 0)}},
		{"outside the frame", limits{maxOverlap: 1, most: 9}, []nodes.Instance{item(200, 0, 220, 10, 1, 0), item(5, 5, 5, 9, 1, 0)}, nil},
		{"not a number", limits{maxOverlap: 1, most: 9}, []nodes.Instance{item(nan, 0, 5, 5, 1, 0), item(0, 0, 5, 5, nan, 0)}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.limits.apply(tt.in, 100, 100)); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

// TestSuppressProperties checks what defines the result of greedy suppression:
// no two kept boxes of a class overlap too much, and each dropped one does with a
// better one that was kept.
func TestSuppressProperties(t *testing.T) {
	coordinate := rapid.Float32Range(0, 50)
	rapid.Check(t, func(t *rapid.T) {
		var in []nodes.Instance
		for range rapid.IntRange(0, 30).Draw(t, "n") {
			x, y := coordinate.Draw(t, "x"), coordinate.Draw(t, "y")
			w, h := coordinate.Draw(t, "w"), coordinate.Draw(t, "h")
			in = append(in, item(x, y, x+w+1, y+h+1, rapid.Float32Range(0, 1).Draw(t, "score"), rapid.IntRange(0, 2).Draw(t, "class")))
		}
		most := rapid.Float32Range(0.05, 0.95).Draw(t, "max_overlap")
		kept := limits{maxOverlap: most, most: len(in) + 1}.apply(in, 1000, 1000)
		overlaps := func(a, b nodes.Instance) bool { return a.Class == b.Class && a.Box.IoU(b.Box) > most }
		for i, a := range kept {
			for _, b := range kept[:i] {
				if overlaps(a, b) || a.Score > b.Score {
					t.Fatalf("%v after %v", a, b)
				}
			}
		}
		for _, a := range in {
			if !explained(a, kept, overlaps) {
				t.Fatalf("%v is missing from %v", a, kept)
			}
		}
	})
}

// explained says whether a was kept, or dropped for a reason.
func explained(a nodes.Instance, kept []nodes.Instance, overlaps func(a, b nodes.Instance) bool) bool {
	for _, b := range kept {
		if reflect.DeepEqual(a, b) || b.Score >= a.Score && overlaps(a, b) {
			return true
		}
	}
	return false
}
