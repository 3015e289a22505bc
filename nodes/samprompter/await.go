package samprompter

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// awaited is something new, whose mask waits for a later key-frame: all of the frames
// between get it from there, so one key-frame serves many new things.
type awaited struct {
	First int                    // the frame that it was new on, by number
	Seen  map[int]nodes.Instance // its boxes since then, by number of the frame
	Last  nodes.Instance         // of these
}

// goesOn is how much of the smaller one of two boxes the other one covers when they are of
// one thing. Between two looks of a detector something may come well into the picture.
const goesOn = 0.5

// find is the box of a later frame that is of the same thing, nil when there is none.
func (a *awaited) find(boxes []nodes.Instance) *nodes.Instance {
	var best *nodes.Instance
	most := float32(goesOn)
	for i, b := range boxes {
		if b.Track > 0 && b.Track == a.Last.Track {
			return &boxes[i]
		}
		if over := covered(b.Box, a.Last.Box); b.Class == a.Last.Class && (b.Track == 0 || a.Last.Track == 0) && over >= most {
			best, most = &boxes[i], over
		}
	}
	return best
}

// covered is how much of the smaller one of two boxes the other one covers, 0 to 1.
func covered(a, b nodes.Box) float32 {
	return a.Intersect(b).Area() / max(1, min(a.Area(), b.Area()))
}

func (a *awaited) clone() *awaited {
	own := *a
	own.Seen = make(map[int]nodes.Instance, len(a.Seen))
	for number, b := range a.Seen {
		own.Seen[number] = b
	}
	return &own
}

// await finds the boxes of a frame that are of something new.
func (n *node) await(v *view) {
	c, boxes := &n.carrier, n.freshBoxes(v)
	for _, a := range c.awaited {
		if b := a.find(boxes); b != nil && !c.awaits(*b) {
			a.Last, a.Seen[v.number] = *b, *b
		}
	}
	c.awaited = slices.DeleteFunc(c.awaited, func(a *awaited) bool { return v.number-a.First > n.reach() })
	for _, b := range boxes {
		if !c.awaits(b) {
			c.awaited = append(c.awaited, &awaited{First: v.number, Seen: map[int]nodes.Instance{v.number: b}, Last: b})
		}
	}
}

// awaits says that a box is already one of something that is waited for.
func (c *carrier) awaits(b nodes.Instance) bool {
	return slices.ContainsFunc(c.awaited, func(a *awaited) bool { return a.Last.Box == b.Box })
}

// pressing says that something new has to get its mask from a frame, since it is not
// there on later ones, as far as it may wait.
func (n *node) pressing(v *view) bool {
	return slices.ContainsFunc(n.carrier.awaited, func(a *awaited) bool {
		_, here := a.Seen[v.number]
		return here && !n.comes(a, v)
	})
}

// comes says that a thing is there on a later frame.
func (n *node) comes(a *awaited, v *view) bool {
	later := awaited{Last: a.Last}
	for _, next := range n.carrier.views[n.carrier.stepped+1:] {
		if next.stamp.Stream != v.stamp.Stream || next.number-a.First > n.reach() {
			break
		}
		if later.find(looked(next.boxes)) != nil {
			return true
		}
	}
	return false
}

// found ends the waiting of what was prompted on a key-frame, and tells its masks since
// when they were waited for.
func (c *carrier) found(v *view) {
	c.awaited = slices.DeleteFunc(c.awaited, func(a *awaited) bool {
		b, here := a.Seen[v.number]
		if !here {
			return false
		}
		for _, m := range c.key.Masks {
			if m.Box == b.Box {
				m.awaited = a
			}
		}
		return true
	})
}
