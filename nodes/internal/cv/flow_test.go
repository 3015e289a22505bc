package cv

import (
	"math"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestTrack looks for spots on pictures on which they are shifted further and further,
// and at last on one on which they are not: then few may seem to be found.
func TestTrack(t *testing.T) {
	var spots []Spot
	for i := range 100 {
		spots = append(spots, Spot{float32(20 + i%10*12), float32(20 + i/10*8)})
	}
	flow := NewFlow()
	from, now := noise(t, 160, 0, false), spots
	for shift := 1; shift < 12; shift += shift {
		to := noise(t, 160, shift, false)
		moved, found, err := flow.Track(from, to, now, now)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range moved {
			want := spots[i].X + float32(shift)
			if !found[i] || math.Abs(float64(p.X-want)) > 0.1 || math.Abs(float64(p.Y-spots[i].Y)) > 0.1 {
				t.Errorf("shifted by %d: %v is at %v, found: %v", shift, spots[i], p, found[i])
			}
		}
		from, now = to, moved
	}
	_, found, err := flow.Track(from, noise(t, 160, 0, true), now, now)
	if err != nil {
		t.Fatal(err)
	}
	seem := 0
	for _, yes := range found {
		if yes {
			seem++
		}
	}
	if seem > len(spots)/5 {
		t.Errorf("%d of %d seem to be on another picture", seem, len(spots))
	}
	if _, _, err := flow.Track(from, noise(t, 80, 0, true), now, now); err == nil {
		t.Error("no error for pictures of two sizes")
	}
	if moved, found, err := flow.Track(from, from, nil, nil); len(moved) > 0 || len(found) > 0 || err != nil {
		t.Errorf("no spots gave %v, %v, %v", moved, found, err)
	}
}

// noise is a picture of smooth noise, shifted to the right, or of other noise.
func noise(t *testing.T, w, shift int, other bool) *Small {
	t.Helper()
	const h, cell = 120, 6
	knot := func(x, y int) float64 {
		n := uint32(x*7919+y*104729) * 2654435761
		if other {
			n = (n ^ 0x5bd1e995) * 2246822519
		}
		return float64((n ^ n>>15) * 374761393 >> 24)
	}
	var pix []byte
	for i := range w * h {
		x, y := i%w-shift+10*cell, i/w
		fx, fy := float64(x%cell)/cell, float64(y%cell)/cell
		x, y = x/cell, y/cell
		pix = append(pix, byte((1-fy)*((1-fx)*knot(x, y)+fx*knot(x+1, y))+fy*((1-fx)*knot(x, y+1)+fx*knot(x+1, y+1))))
	}
	f := nodes.NewFrame(w, h, nodes.Gray8, pix, nil)
	defer f.Release()
	s, err := SmallOf(f, w)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
