package tracking_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes/eval/assign"
	"github.com/maskgraph/maskgraph/nodes/eval/tracking"
)

// drawn is a made-up sequence: similarities have few values, so that ties are common.
func drawn(t *rapid.T) []tracking.Frame {
	ids := func(label string) []int {
		return rapid.SliceOfNDistinct(rapid.IntRange(1, 5), 0, 4, rapid.ID[int]).Draw(t, label)
	}
	var frames []tracking.Frame
	for n := range rapid.IntRange(0, 8).Draw(t, "frames") {
		f := exact(n, ids("truth"), ids("found"))
		for i := range f.Similarity.Cells {
			f.Similarity.Cells[i] = float64(rapid.IntRange(0, 997).Draw(t, "similarity")) / 997
		}
		frames = append(frames, f)
	}
	return frames
}

// TestOtherNames: which numbers identities have does not matter, nor their order.
func TestOtherNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frames := drawn(t)
		names := rapid.Permutation([]int{11, 12, 13, 14, 15}).Draw(t, "names")
		renamed := make([]tracking.Frame, len(frames))
		for n, f := range frames {
			order := rapid.Permutation(numbers(len(f.Found))).Draw(t, "order")
			g := tracking.Frame{Number: n, Truth: f.Truth, Similarity: assign.NewTable(len(f.Truth), len(f.Found))}
			for at, from := range order {
				g.Found = append(g.Found, names[f.Found[from]-1])
				for i := range f.Truth {
					g.Similarity.Row(i)[at] = f.Similarity.At(i, from)
				}
			}
			renamed[n] = g
		}
		a, err := tracking.Count(frames)
		if err != nil {
			t.Fatal(err)
		}
		b, err := tracking.Count(renamed)
		if err != nil {
			t.Fatal(err)
		}
		// Pairings of equal worth are decided by order: what does not depend on them.
		x, y := a.Scores(), b.Scores()
		if x.TP != y.TP || x.FP != y.FP || x.FN != y.FN || x.IDF1 != y.IDF1 || math.Abs(x.HOTA-y.HOTA) > 1e-9 {
			t.Fatalf("%+v\n%+v", x, y)
		}
	})
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// TestPerfect: the truth itself scores 100, whatever it is.
func TestPerfect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frames := drawn(t)
		things := 0
		for i, f := range frames {
			frames[i] = exact(i, f.Truth, f.Truth)
			things += len(f.Truth)
		}
		c, err := tracking.Count(frames)
		if err != nil {
			t.Fatal(err)
		}
		s := c.Scores()
		if things > 0 && (math.Abs(s.HOTA-100) > 1e-9 || s.MOTA != 100 || s.IDF1 != 100 || s.IDSW+s.FP+s.FN+s.ML != 0) {
			t.Fatalf("%+v", s)
		}
	})
}
