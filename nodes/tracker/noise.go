package tracker

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// What is known of a detector before it was seen at work, and how fast that is
// given up. All deviations are in sizes of the thing, sqrt(width x height).
const (
	firstPlaceDev = 0.05 // of the centre
	firstSizeDev  = 0.08 // of width and height
	leastDev      = 0.01
	firstWeight   = 40   // how many observations these count for
	mostWeight    = 2000 // how many observations are remembered
	oddest        = 9    // an observation counts for at most so many times what was expected
	evenSteps     = 1.3  // two steps in time are alike when they differ by less than this factor
	sameMistake   = 0.1  // seconds for which a detector goes on making the same mistake
)

// noise is how far a detector's boxes scatter about the things. One detector is
// five times as precise as the next, and what is right for one is wrong for the
// other, so it is learnt from the boxes themselves.
//
// A box that moves steadily, apart from white noise of variance r and from an
// acceleration, has second differences d with E[d_t^2] = 6r + 2q/3 and
// E[d_t d_t+1] = -4r + q/6, where q stems from the acceleration (a random walk of
// the rate). So 22r = E[d_t^2] - 4 E[d_t d_t+1], whatever the acceleration is.
// Names are exported for Snapshot only.
type noise struct{ Place, Size scatter }

type scatter struct{ Weight, Squares, Products float64 }

func (s *scatter) variance(first float64) float64 {
	v := (firstWeight*first*first + (s.Squares-4*s.Products)/22) / (firstWeight + s.Weight)
	return max(v, leastDev*leastDev)
}

// learn takes two successive second differences.
func (s *scatter) learn(d, next, first float64) {
	most := oddest * 6 * s.variance(first)
	const keep = 1 - 1.0/mostWeight
	s.Weight = s.Weight*keep + 1
	s.Squares = s.Squares*keep + min((d*d+next*next)/2, most)
	s.Products = s.Products*keep + max(-most, min(d*next, most))
}

// spread is the deviation of the boxes of one frame.
type spread struct{ place, size float64 }

// spread is what a filter is to reckon with dt seconds after the last frame: the
// sooner the next box, the more of its mistake is the last one's over again and
// tells nothing new.
func (n *noise) spread(dt float64) spread {
	same := math.Exp(-dt / sameMistake)
	more := math.Sqrt((1 + same) / (1 - same))
	return spread{
		place: more * math.Sqrt(n.Place.variance(firstPlaceDev)),
		size:  more * math.Sqrt(n.Size.variance(firstSizeDev)),
	}
}

// past is what a track remembers of its last boxes: it is what noise learns from.
type past struct {
	Boxes [2][4]float64 // the last two as x, y, width, height, the newest last
	Bend  [4]float64    // the second difference of the last three, in sizes
	Step  float64       // seconds between the last two
	Count int           // boxes in a row that came at even steps
}

// note takes the track's next box, dt seconds after the last; after a gap it
// starts anew.
func (p *past) note(b nodes.Box, dt float64, gap bool, n *noise) {
	if gap || p.Count > 1 && (dt > evenSteps*p.Step || p.Step > evenSteps*dt) {
		p.Count = 0
	}
	var now, bend [4]float64
	now[0], now[1], now[2], now[3] = middle(b)
	if s := math.Sqrt(now[2] * now[3]); p.Count >= 2 {
		for i := range bend {
			bend[i] = max(-1, min((now[i]-2*p.Boxes[1][i]+p.Boxes[0][i])/s, 1))
		}
	}
	if p.Count >= 3 {
		for i := range 2 {
			n.Place.learn(p.Bend[i], bend[i], firstPlaceDev)
			n.Size.learn(p.Bend[i+2], bend[i+2], firstSizeDev)
		}
	}
	p.Boxes[0], p.Boxes[1], p.Bend, p.Step = p.Boxes[1], now, bend, dt
	p.Count++
}
