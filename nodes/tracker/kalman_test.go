package tracker

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

var usual = spread{place: 0.05, size: 0.08}

// TestMotionIsAKalmanFilter compares the four small filters with one filter of
// eight states, written as in a textbook, with its blocks on the diagonal.
func TestMotionIsAKalmanFilter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		box := drawBox(t)
		m, ref := newMotion(box, usual), newTextbook(box)
		for range rapid.IntRange(1, 12).Draw(t, "frames") {
			dt := rapid.Float64Range(1e-3, 2).Draw(t, "dt")
			w, h := m.W.Pos, m.H.Pos
			ref.predict(dt, m.size())
			if ref.x[4] < w/2 || ref.x[6] < h/2 {
				return // where ours holds on to the size, by design
			}
			m.predict(dt, false)
			if rapid.Bool().Draw(t, "seen") {
				box = drawBox(t)
				ref.update(box, m.size())
				m.update(box, usual)
			}
			for i, a := range []axis{m.X, m.Y, m.W, m.H} {
				near(t, "position", a.Pos, ref.x[2*i])
				near(t, "rate", a.Rate, ref.x[2*i+1])
				near(t, "variance of position", a.PP, ref.p[2*i][2*i])
				near(t, "covariance", a.PR, ref.p[2*i][2*i+1])
				near(t, "variance of rate", a.RR, ref.p[2*i+1][2*i+1])
			}
		}
	})
}

func near(t *rapid.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
		t.Fatalf("%s: got %g, want %g", what, got, want)
	}
}

func drawBox(t *rapid.T) nodes.Box {
	at := rapid.Float32Range(0, 1000)
	side := rapid.Float32Range(80, 120)
	b := nodes.Box{X1: at.Draw(t, "x"), Y1: at.Draw(t, "y")}
	b.X2, b.Y2 = b.X1+side.Draw(t, "w"), b.Y1+side.Draw(t, "h")
	return b
}

func TestMotionKeepsABoxABox(t *testing.T) {
	m := newMotion(nodes.Box{X2: 100, Y2: 100}, usual)
	for range 4 {
		m.predict(0.1, false)
		w := float32(m.W.Pos - 20)
		m.update(nodes.Box{X2: w, Y2: w}, usual)
	}
	m.predict(60, false)
	if b := m.box(); !(b.Width() > 1 && b.Height() > 1) {
		t.Errorf("after a minute of shrinking: got %+v, want a box", b)
	}
}

func TestMotionHoldsTheSizeOfWhatIsHidden(t *testing.T) {
	m := newMotion(nodes.Box{X2: 100, Y2: 100}, usual)
	m.predict(0.1, false)
	m.update(nodes.Box{X2: 110, Y2: 110}, usual)
	w, h := m.W.Pos, m.H.Pos
	m.predict(0.5, true)
	if m.W.Pos != w || m.H.Pos != h {
		t.Errorf("got %gx%g, want %gx%g", m.W.Pos, m.H.Pos, w, h)
	}
}

// TestWhatComesNearGetsFaster: a car that drives towards a lens, seen twice a
// second, is nearer to where the filter looks for it than to where it would be at
// a steady rate.
func TestWhatComesNearGetsFaster(t *testing.T) {
	seen := func(s float64) nodes.Box { // 40 m away, 12 m/s, 3 m aside; focal length 700 pixels
		z := 40 - 12*s
		return sized(620+700*3/z, 180+700*1.2/z, 700*1.7/z, 700*1.5/z).Box
	}
	m := newMotion(seen(0), usual)
	for _, s := range every(0.5, 0.5, 2) {
		m.predict(0.5, false)
		m.update(seen(s), usual)
	}
	x, rate := m.X.Pos, m.X.Rate
	m.predict(0.5, false)
	want, _, _, _ := middle(seen(2.5))
	if ours, steady := math.Abs(m.X.Pos-want), math.Abs(x+rate*0.5-want); ours > 0.9*steady {
		t.Errorf("off by %.1f pixels, by %.1f at a steady rate", ours, steady)
	}
	if m.X.Rate <= rate {
		t.Errorf("its rate went from %g to %g", rate, m.X.Rate)
	}
}
