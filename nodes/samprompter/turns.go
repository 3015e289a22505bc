package samprompter

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// regular says that a frame is a key-frame whatever is on it: every n-th, or the one near
// that which shows things best, and the last one if it is far from those. In the
// background one may be late, and the next one is counted from there.
func (n *node) regular(v *view) bool {
	set, k := n.cfg.Keyframe, &n.carrier.key
	switch {
	case set.budget() > 0:
		return set.Every > 0 && k.Since >= set.Every
	case set.Every == 0:
		return false
	case n.reach() == 0 || v.number == 1:
		return (v.number-1)%set.Every == 0
	}
	turn := n.turnOf(v)
	switch {
	case turn == 0:
		return v.last && (v.number-1)%set.Every >= max(1, set.Every/2)
	case k.Stamp.Stream == v.stamp.Stream && k.Turned >= turn-n.leeway(), !n.carrier.sees(v, turn):
		return false
	}
	return !slices.ContainsFunc(n.carrier.views[n.carrier.stepped:], func(other *view) bool {
		if other.stamp.Stream != v.stamp.Stream || n.turnOf(other) != turn {
			return false
		}
		by := other.suits(turn) - v.suits(turn)
		return by > 0 || by == 0 && other.number < v.number
	})
}

// mostLeeway is how many frames a key-frame may be early or late at most.
const mostLeeway = 12

// leeway is how many frames a key-frame may be early or late to show things better.
func (n *node) leeway() int { return min(n.cfg.Keyframe.Every/5, mostLeeway) }

// turnOf is the number of the n-th frame that a frame is near enough to to be the
// key-frame in its place, 0 when there is none.
func (n *node) turnOf(v *view) int {
	every := n.cfg.Keyframe.Every
	turn := (v.number-1+n.leeway())/every*every + 1
	if turn == 1 || v.number > turn+n.leeway() {
		return 0
	}
	return turn
}

// known says that all frames are seen that may be the key-frame in place of a frame.
func (n *node) known(v *view) bool {
	return v.number == 1 || n.carrier.sees(v, n.turnOf(v)+n.leeway())
}

// sees says that the frame of that number in the stream of a frame was seen, or that there
// is none.
func (c *carrier) sees(v *view, number int) bool {
	last := c.views[len(c.views)-1]
	return last.number >= number || last.stamp.Stream != v.stamp.Stream || len(c.views) < c.most
}

// suits is how good a key-frame the frame would be in place of the n-th: it counts
// the things that are seen well, and a little how close it is.
func (v *view) suits(turn int) float64 {
	away := float64(max(v.number-turn, turn-v.number))
	return v.clear - nearer*away
}

// nearer is how much more of a thing must be seen for a key-frame to be a frame away.
const nearer = 0.1

// clarity is how many things are seen on a frame, each by the share of its box
// that no other box covers. A prompt for what is half behind something else tends to give
// both.
func clarity(boxes *nodes.Instances) (clear float64) {
	seen := looked(boxes)
	for i, b := range seen {
		behind := float32(0)
		for j, other := range seen {
			if i != j {
				behind = max(behind, b.Box.Intersect(other.Box).Area()/max(1, b.Box.Area()))
			}
		}
		clear += float64(1 - behind)
	}
	return clear
}
