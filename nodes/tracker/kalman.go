package tracker

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// The noise of the filter, in sizes of the thing, s = sqrt(width x height), and
// in seconds: one setting then serves every rate, distance and resolution.
const (
	measureDev   = 0.05 // of a box, in s
	moveRateDev  = 1.0  // of the first rate of the centre, in s a second
	growRateDev  = 0.3  // of the first rate of width and height
	moveAccelDev = 0.7  // of the change of the centre's rate
	growAccelDev = 0.21 // of the change of the size's rate
)

// axis is one quantity that changes at a nearly constant rate: a Kalman filter
// with two states. Names are exported for Snapshot only.
type axis struct {
	Pos, Rate  float64
	PP, PR, RR float64 // covariance
}

func newAxis(pos, posDev, rateDev float64) axis {
	return axis{Pos: pos, PP: posDev * posDev, RR: rateDev * rateDev}
}

// predict moves the axis on by dt seconds. dev is the deviation of the white
// noise that its rate gathers in a second.
func (a *axis) predict(dt, dev float64) {
	q := dev * dev
	a.Pos += a.Rate * dt
	a.PP += dt*(2*a.PR+dt*a.RR) + q*dt*dt*dt/3
	a.PR += dt*a.RR + q*dt*dt/2
	a.RR += q * dt
}

// update takes a measurement of Pos with the deviation dev.
func (a *axis) update(pos, dev float64) {
	total := a.PP + dev*dev
	gainPos, gainRate := a.PP/total, a.PR/total
	diff := pos - a.Pos
	a.Pos += gainPos * diff
	a.Rate += gainRate * diff
	a.RR -= gainRate * a.PR
	a.PP *= 1 - gainPos
	a.PR *= 1 - gainPos
}

// motion is where a box is and how it moves: four axes that know nothing of each
// other, so no matrix is needed.
type motion struct{ X, Y, W, H axis } // X, Y is the centre

func newMotion(b nodes.Box) motion {
	x, y, w, h := middle(b)
	s := math.Sqrt(w * h)
	return motion{
		X: newAxis(x, measureDev*s, moveRateDev*s),
		Y: newAxis(y, measureDev*s, moveRateDev*s),
		W: newAxis(w, measureDev*s, growRateDev*s),
		H: newAxis(h, measureDev*s, growRateDev*s),
	}
}

// predict moves the box on by dt seconds. With hold its size stays as it is:
// what is out of sight is likelier to reappear with its old size than to have
// gone on shrinking into its hiding place.
func (m *motion) predict(dt float64, hold bool) {
	w, h, s := m.W.Pos, m.H.Pos, m.size()
	m.X.predict(dt, moveAccelDev*s)
	m.Y.predict(dt, moveAccelDev*s)
	m.W.predict(dt, growAccelDev*s)
	m.H.predict(dt, growAccelDev*s)
	if hold {
		m.W.Pos, m.H.Pos = w, h
	}
	m.W.Pos = max(m.W.Pos, w/2) // a long step must not turn a box inside out
	m.H.Pos = max(m.H.Pos, h/2)
}

func (m *motion) update(b nodes.Box) {
	x, y, w, h := middle(b)
	dev := measureDev * m.size()
	m.X.update(x, dev)
	m.Y.update(y, dev)
	m.W.update(w, dev)
	m.H.update(h, dev)
}

func (m *motion) size() float64 { return math.Sqrt(m.W.Pos * m.H.Pos) }

func (m *motion) box() nodes.Box {
	w, h := m.W.Pos/2, m.H.Pos/2
	return nodes.Box{
		X1: float32(m.X.Pos - w), Y1: float32(m.Y.Pos - h),
		X2: float32(m.X.Pos + w), Y2: float32(m.Y.Pos + h),
	}
}

func middle(b nodes.Box) (x, y, w, h float64) {
	w, h = float64(b.Width()), float64(b.Height())
	return float64(b.X1) + w/2, float64(b.Y1) + h/2, w, h
}
