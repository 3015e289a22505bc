package tracker

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestMotionIsAKalmanFilter compares the four small filters with one filter of
// eight states, written as in a textbook, with its blocks on the diagonal.
func TestMotionIsAKalmanFilter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		box := drawBox(t)
		m, ref := newMotion(box), newTextbook(box)
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
				m.update(box)
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
	m := newMotion(nodes.Box{X2: 100, Y2: 100})
	for range 4 {
		m.predict(0.1, false)
		w := float32(m.W.Pos - 20)
		m.update(nodes.Box{X2: w, Y2: w})
	}
	m.predict(60, false)
	if b := m.box(); !(b.Width() > 1 && b.Height() > 1) {
		t.Errorf("after a minute of shrinking: got %+v, want a box", b)
	}
}

func TestMotionHoldsTheSizeOfWhatIsHidden(t *testing.T) {
	m := newMotion(nodes.Box{X2: 100, Y2: 100})
	m.predict(0.1, false)
	m.update(nodes.Box{X2: 110, Y2: 110})
	w, h := m.W.Pos, m.H.Pos
	m.predict(0.5, true)
	if m.W.Pos != w || m.H.Pos != h {
		t.Errorf("got %gx%g, want %gx%g", m.W.Pos, m.H.Pos, w, h)
	}
}
