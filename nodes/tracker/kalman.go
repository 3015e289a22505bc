package tracker

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// The filter's own noise, in sizes of the thing, s = sqrt(width x height), and in
// seconds: one setting then serves every rate, distance and resolution. The noise
// of the boxes is learnt: see noise.
const (
	moveRateDev  = 1.0 // of the first rate of the centre, in s a second
	growRateDev  = 0.3 // of the first rate of width and height
	moveAccelDev = 0.6 // of the change of the centre's rate
	growAccelDev = 0.4 // of the change of the size's rate
)

// What comes nearer at a steady pace grows and moves ever faster. Growth is too
// noisy to be believed in full, and no step makes more of it than this.
const (
	believedGrowth = 0.5
	mostHaste      = 2.5
	leastHaste     = 0.5
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

func newMotion(b nodes.Box, n spread) motion {
	x, y, w, h := middle(b)
	s := math.Sqrt(w * h)
	return motion{
		X: newAxis(x, n.place*s, moveRateDev*s),
		Y: newAxis(y, n.place*s, moveRateDev*s),
		W: newAxis(w, n.size*s, growRateDev*s),
		H: newAxis(h, n.size*s, growRateDev*s),
	}
}

// predict moves the box on by dt seconds. With hold its size stays as it is:
// what is out of sight is likelier to reappear with its old size than to have
// gone on shrinking into its hiding place.
func (m *motion) predict(dt float64, hold bool) {
	w, h, s := m.W.Pos, m.H.Pos, m.size()
	haste := 1.0
	if !hold {
		haste = m.haste(dt)
	}
	m.hurry(haste)
	m.X.predict(dt, moveAccelDev*s)
	m.Y.predict(dt, moveAccelDev*s)
	m.W.predict(dt, growAccelDev*s)
	m.H.predict(dt, growAccelDev*s)
	m.hurry(haste)
	if hold {
		m.W.Pos, m.H.Pos = w, h
	}
	m.W.Pos = max(m.W.Pos, w/2) // a long step must not turn a box inside out
	m.H.Pos = max(m.H.Pos, h/2)
}

// haste is how much further than at its present rates a thing gets in dt seconds
// if what makes it grow is that it comes nearer. Seen through a lens, with z the
// distance, its size goes with 1/z and its place with x/z: when x and z change
// steadily and the size grows by the part g a second, the place moves on by
// rate dt / (1 - g dt), and the rate becomes rate / (1 - g dt)^2.
func (m *motion) haste(dt float64) float64 {
	g := believedGrowth * (m.W.Rate + m.H.Rate) / (m.W.Pos + m.H.Pos)
	return max(1/max(1-g*dt, 1/mostHaste), leastHaste)
}

func (m *motion) hurry(by float64) {
	m.X.Rate *= by
	m.Y.Rate *= by
	m.W.Rate *= by
	m.H.Rate *= by
}

func (m *motion) update(b nodes.Box, n spread) {
	x, y, w, h := middle(b)
	s := m.size()
	m.X.update(x, n.place*s)
	m.Y.update(y, n.place*s)
	m.W.update(w, n.size*s)
	m.H.update(h, n.size*s)
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
