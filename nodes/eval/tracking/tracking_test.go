package tracking_test

import (
	"math"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval/assign"
	"github.com/maskgraph/maskgraph/nodes/eval/tracking"
)

// exact is a frame where found things lie exactly on the true ones, in order, and
// nothing else overlaps.
func exact(number int, truth, found []int) tracking.Frame {
	f := tracking.Frame{Number: number, Truth: truth, Found: found, Similarity: assign.NewTable(len(truth), len(found))}
	for i := range min(len(truth), len(found)) {
		f.Similarity.Row(i)[i] = 1
	}
	return f
}

func count(t testing.TB, frames ...tracking.Frame) tracking.Scores {
	t.Helper()
	c, err := tracking.Count(frames)
	if err != nil {
		t.Fatal(err)
	}
	return c.Scores()
}

func TestByHand(t *testing.T) {
	all := func(v float64, s tracking.Scores) tracking.Scores {
		s.HOTA, s.DetA, s.AssA, s.MOTA, s.SMOTA, s.MOTP, s.IDF1, s.IDP, s.IDR, s.Recall, s.Precision = v, v, v, v, v, v, v, v, v, v, v
		return s
	}
	// Two things whose identities are exchanged once, on the way.
	var swap []tracking.Frame
	for i := range 10 {
		found := []int{7, 8}
		if i >= 5 {
			found = []int{8, 7}
		}
		swap = append(swap, exact(i, []int{1, 2}, found))
	}
	// Association: 10 of 20 matches agree on 5 of 15 frames: 1/3.
	swapped := all(100, tracking.Scores{TP: 20, IDSW: 2, MT: 2, Truth: 20, Found: 20, Things: 2, Tracks: 2, Frames: 10})
	swapped.HOTA, swapped.AssA, swapped.MOTA, swapped.SMOTA = 100*math.Sqrt(1./3), 100./3, 90, 90
	swapped.IDF1, swapped.IDP, swapped.IDR = 50, 50, 50
	tests := []struct {
		name   string
		frames []tracking.Frame
		want   tracking.Scores
	}{
		{"nothing", nil, tracking.Scores{}},
		{"all right", []tracking.Frame{exact(1, []int{1, 2}, []int{5, 9}), exact(2, []int{2}, []int{9})}, all(100, tracking.Scores{
			TP: 3, MT: 2, Truth: 3, Found: 3, Things: 2, Tracks: 2, Frames: 2,
		})},
		{"nothing found", []tracking.Frame{exact(1, []int{1}, nil)}, tracking.Scores{FN: 1, ML: 1, Truth: 1, Things: 1, Frames: 1}},
		{"nothing true", []tracking.Frame{exact(1, nil, []int{1})}, tracking.Scores{FP: 1, Found: 1, Tracks: 1, Frames: 1, MOTA: -100, SMOTA: -100}},
		{"exchanged", swap, swapped},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := count(t, tt.frames...); !alike(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

// alike compares fractions to nine digits and counts exactly.
func alike(a, b tracking.Scores) bool {
	for _, p := range [][2]*float64{
		{&a.HOTA, &b.HOTA},
		{&a.DetA, &b.DetA},
		{&a.AssA, &b.AssA},
		{&a.MOTA, &b.MOTA},
		{&a.SMOTA, &b.SMOTA},
		{&a.MOTP, &b.MOTP},
		{&a.IDF1, &b.IDF1},
		{&a.IDP, &b.IDP},
		{&a.IDR, &b.IDR},
		{&a.Recall, &b.Recall},
		{&a.Precision, &b.Precision},
	} {
		if math.Abs(*p[0]-*p[1]) > 1e-9 {
			return false
		}
		*p[0], *p[1] = 0, 0
	}
	return a == b
}

func TestFragments(t *testing.T) {
	hit, miss := exact(0, []int{1}, []int{3}), exact(0, []int{1}, []int{3})
	miss.Similarity = assign.NewTable(1, 1)
	if got := count(t, hit, miss, hit, hit, miss, hit, miss); got.Frag != 2 || got.IDSW != 0 || got.MT != 0 || got.ML != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestTwice(t *testing.T) {
	for _, tt := range []struct {
		name  string
		frame tracking.Frame
		want  string
	}{
		{"truth", exact(12, []int{4, 4}, nil), "truth: frame 12: id 4 is there twice"},
		{"result", exact(3, []int{1}, []int{9, 8, 9}), "result: frame 3: id 9 is there twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tracking.Count([]tracking.Frame{tt.frame}); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
