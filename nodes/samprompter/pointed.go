package samprompter

import (
	"slices"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

const (
	mostPointed  = 64              // things at once
	pointedAlive = 5 * time.Second // that a thing out of sight is looked for at least
)

// pointed are the things that somebody has pointed at while the graph runs. They are
// followed, whatever the settings say.
type pointed struct {
	Width, Height int // of the last frame, 0: there was none
	Count         int // of identities that were given
	All           []*pointing
}

// The states of a pointing.
const (
	stateWaiting  = "waiting"  // for a frame
	stateFollowed = "followed" // seen on the last frame
	stateHidden   = "hidden"   // looked for
	stateLost     = "lost"     // given up, until somebody points at it again
)

// pointing is one of these things.
type pointing struct {
	ID     int
	Name   string
	State  string
	Why    string        // it is lost
	Asked  []Prompt      // since the last frame
	Clicks []nodes.Point // on it, where they would be on the frame where it was seen last
	Thing  *thing        // as it was seen last, nil: never
}

// label is what the outputs call it.
func (p *pointing) label() string {
	if p.Name == "" {
		return "object"
	}
	return p.Name
}

func (p *pointing) lose(why string) { p.State, p.Why, p.Asked = stateLost, why, nil }

// enter is what there is when another stream begins: what is seen on one is not on
// the next, but before the first one somebody may have pointed already.
func (m pointed) enter(last string) pointed {
	next := pointed{Count: m.Count}
	if last == "" {
		next.All = m.All
	}
	return next
}

func (m *pointed) any() bool { return len(m.All) > 0 }

// waiting says that somebody has pointed since the last key-frame.
func (m *pointed) waiting() bool {
	return slices.ContainsFunc(m.All, func(p *pointing) bool { return len(p.Asked) > 0 })
}

func (m *pointed) find(id int) *pointing {
	if at := slices.IndexFunc(m.All, func(p *pointing) bool { return p.ID == id }); at >= 0 {
		return m.All[at]
	}
	return nil
}

// add makes a thing, in the place of the first lost one when there are too many.
func (m *pointed) add(name string) (*pointing, error) {
	if m.Count > nodes.LastPointed-nodes.FirstPointed {
		return nil, refuse("%d things were pointed at in this run, and no identity is left: start it anew", m.Count)
	}
	if len(m.All) == mostPointed {
		lost := slices.IndexFunc(m.All, func(p *pointing) bool { return p.State == stateLost })
		if lost < 0 {
			return nil, refuse("%d things are followed already: remove one", mostPointed)
		}
		m.All = slices.Delete(m.All, lost, lost+1)
	}
	p := &pointing{ID: nodes.FirstPointed + m.Count, Name: name, State: stateWaiting}
	m.Count++
	m.All = append(m.All, p)
	return p, nil
}

// hide takes the masks from other objects that are things which were pointed at.
func (m *pointed) hide(others []object) {
	for i := range others {
		o := &others[i]
		if len(o.masks) > 0 && slices.ContainsFunc(m.All, func(p *pointing) bool {
			return p.State == stateFollowed && p.Thing.Mask.IoU(o.masks[0].Mask) >= twins
		}) {
			o.masks = nil
		}
	}
}
