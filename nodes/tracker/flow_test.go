package tracker

import (
	"math"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestFlow: at two frames a second a camera drives past cars that stand closer than
// they move from frame to frame, and come into sight three at a time. Each would be
// taken for the one behind it if nothing told how its neighbours move.
func TestFlow(t *testing.T) {
	row := func(s float64) []nodes.Instance {
		var all []nodes.Instance
		for i := range 60 {
			x, last := 100*s-70*float64(i), 100*s-70*float64(i-i%3+2)
			if x < 600 && last > 0 {
				all = append(all, scored(sized(x, 200, 60, 40), 1))
			}
		}
		return all
	}
	f, seen := NewFollower(defaults), 0
	for _, s := range append(every(0.1, 0, 4), every(0.5, 4.5, 30)...) {
		f.Update(seconds(s), row(s), nil)
		seen = max(seen, 3*int((100*s+70)/210))
	}
	if f.Born() != seen {
		t.Errorf("got %d tracks, want %d, one for each car", f.Born(), seen)
	}
}

// TestFlowIsOfNeighbours: what is far away or of another size says nothing, and
// without neighbours a new thing stands still.
func TestFlowIsOfNeighbours(t *testing.T) {
	f := NewFollower(defaults)
	for _, s := range every(0.1, 0, 1) {
		f.Update(seconds(s), []nodes.Instance{sized(100+200*s, 100, 40, 40), sized(100+200*s, 150, 40, 40)}, nil)
	}
	for _, tt := range []struct {
		name string
		in   nodes.Instance
		rate float64 // in its own sizes
	}{
		{"beside them", sized(300, 120, 40, 40), 4},
		{"far away", sized(900, 120, 40, 40), 0},
		{"twenty times their size", sized(300, 120, 800, 800), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newMotion(tt.in.Box, f.spread)
			f.flow(&m)
			if x, y := m.X.Rate/m.size(), m.Y.Rate/m.size(); math.Abs(x-tt.rate) > 0.1 || math.Abs(y) > 0.1 {
				t.Errorf("got %.2f, %.2f sizes a second, want %g, 0", x, y, tt.rate)
			}
		})
	}
}
