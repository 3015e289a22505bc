package tracker

import (
	"math"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// painted is a frame with things of one colour each on grey.
func painted(things ...nodes.Instance) *nodes.Frame {
	const w, h = 400, 300
	pix := make([]byte, 3*w*h)
	for i := range pix {
		pix[i] = 90
	}
	for _, in := range things {
		for s := range in.Mask.Clip(0, 0, w, h).Spans() {
			for y := s.Y1; y < s.Y2; y++ {
				copy(pix[3*(y*w+s.X):], []byte{byte(in.Class), byte(255 - in.Class), 128})
			}
		}
	}
	return nodes.NewFrame(w, h, nodes.BGR8, pix, nil)
}

// paintedAt is a disc whose class is its colour.
func paintedAt(x, y float64, paint int) nodes.Instance {
	in := sized(x, y, 40, 40)
	in.Class, in.Mask = paint, oval(in.Box)
	return in
}

func TestColour(t *testing.T) {
	red, blue := paintedAt(100, 100, 10), paintedAt(200, 100, 240)
	f := painted(red, blue)
	defer f.Release()
	a, b := colourOf(f, red.Mask), colourOf(f, blue.Mask)
	if got := a.alike(a); math.Abs(got-1) > 1e-9 {
		t.Errorf("a colour and itself: got %g", got)
	}
	if got := a.alike(b); got != 0 {
		t.Errorf("two colours: got %g", got)
	}
	half := drawn(nodes.Box{X1: 80, Y1: 80, X2: 220, Y2: 120}, func(x, _ float64) bool { return math.Abs(x) > 0.5 })
	if got := a.alike(colourOf(f, half)); got < 0.4 || got > 0.9 {
		t.Errorf("both and the ground: got %g", got)
	}
	mixed := a
	for range 60 {
		mixed = mixed.mixed(b)
	}
	if got := mixed.alike(b); got < 0.99 {
		t.Errorf("after it changed for good: got %g", got)
	}
	if got := a.mixed(nil); got.alike(a) < 1-1e-9 {
		t.Error("a frame without a picture made it forget")
	}
	grey := nodes.NewFrame(1, 1, nodes.Gray8, []byte{1}, nil)
	defer grey.Release()
	outside := oval(nodes.Box{X1: 900, X2: 950, Y2: 50})
	for name, c := range map[string]colour{
		"no picture": colourOf(nil, red.Mask), "no mask": colourOf(f, nil), "grey": colourOf(grey, red.Mask), "outside": colourOf(f, outside),
	} {
		if c != nil || c.alike(a) != 0 {
			t.Errorf("%s: got a colour", name)
		}
	}
}

// TestColourFindsAgain: two things hide and come back with another shape, each near
// where the other was. Their colours tell them apart.
func TestColourFindsAgain(t *testing.T) {
	wide := func(in nodes.Instance) nodes.Instance {
		x, y, _, _ := middle(in.Box)
		other := sized(x, y, 110, 14)
		other.Class, other.Mask = in.Class, oval(other.Box)
		return other
	}
	for with, want := range map[string][2]int{"{min_hits: 1, colour_gate: 0.9}": {2, 1}, "{min_hits: 1}": {3, 4}} {
		n := opened(t, with)
		var got []int
		for seq := range 11 {
			var all []nodes.Instance
			switch {
			case seq < 5:
				all = []nodes.Instance{paintedAt(150, 100, 10), paintedAt(150, 160, 240)}
			case seq > 9:
				all = []nodes.Instance{wide(paintedAt(200, 115, 240)), wide(paintedAt(200, 145, 10))}
			}
			p := packet("a", seq, picture(all...))
			p.Put("frame", painted(all...))
			got = tracks(process(t, n, p))
			p.Release()
		}
		if len(got) != 2 || [2]int(got) != want {
			t.Errorf("%s: got %v, want %v", with, got, want)
		}
	}
}
