package detector

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// TestBest: a candidate gets its best phrase, whatever columns are nobody's or no
// number at all.
func TestBest(t *testing.T) {
	nan, low := float32(math.NaN()), float32(math.Inf(-1))
	c := candidates{rows: 5, perRow: 3, perColumn: 1, logits: true, box: func(int) nodes.Box { return nodes.Box{X2: 1, Y2: 1} }, scores: []float32{
		9, 4, 3,
		9, nan, 4,
		9, nan, nan,
		9, low, -4,
		9, -3, 0,
	}}
	want := []nodes.Instance{item(0, 0, 1, 1, sure, 1), item(0, 0, 1, 1, sure, 0), item(0, 0, 1, 1, 0.5, 0)}
	for i := range want {
		want[i].Label = ""
	}
	if diff := cmp.Diff(want, c.best([]int{-1, 1, 0}, 0.1), nearly); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}

func TestReadersRefuse(t *testing.T) {
	a, b := ort.NewTensor(1, 3, 2), ort.NewTensor(1, 3, 4)
	for _, tt := range []struct {
		name string
		read reader
		out  []ort.Tensor
		want string
	}{
		{"too few columns", readLogits, []ort.Tensor{a, b}, "want scores [1,N,C], C at least 3, and boxes [1,N,4], got [1 3 2] and [1 3 4]"},
		{"the wrong way round", readYOLOWorld, []ort.Tensor{b, a}, "want scores [1,N,C], C at least 3, and boxes [1,N,4], got [1 3 4] and [1 3 2]"},
		{"no boxes", readLogits, []ort.Tensor{b}, "want the outputs logits and pred_boxes, got 1"},
		{"no outputs", readYOLOWorld, nil, "want one output, or scores and boxes, got 0"},
		{"too few rows", readYOLOWorld, []ort.Tensor{ort.NewTensor(1, 6, 9)}, "want an output [1,C,N], C at least 7, got [1 6 9]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.read(tt.out, 3); err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}
