package graph

import (
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// Step is what a node did for one packet.
type Step struct {
	Node  string
	Stamp nodes.Stamp
	// When it began to wait for the packet, had it, had its answer, and was rid of
	// that. A source does not wait; one that reads ahead is rid of a packet at once.
	Asked, Began, Ended, Sent time.Time
	Dropped                   string // why the node, or one before it, has dropped the frame; empty: none has
}

// Watch calls see after every step of every node. Several goroutines call it at once,
// for each node in the order of its steps, and it holds the node up. Watch comes
// before Run; there may be several who watch.
func (g *Graph) Watch(see func(Step)) { g.watchers = append(g.watchers, see) }

func (r *runner) step(tok *token, asked, began, ended, sent time.Time) {
	if len(r.graph.watchers) == 0 {
		return
	}
	s := Step{Node: r.name, Stamp: tok.stamp, Asked: asked, Began: began, Ended: ended, Sent: sent}
	if reason := tok.reason.Load(); reason != nil {
		s.Dropped = *reason
	}
	for _, see := range r.graph.watchers {
		see(s)
	}
}

// FrameEnd is what became of a frame.
type FrameEnd struct {
	Stamp    nodes.Stamp
	Dropped  string // why it was dropped; empty: it was finished
	AtSource bool   // it was dropped before any node but the source has seen it
}

// WatchFrames calls see when a frame is finished or dropped, unless the run breaks off
// before; the last nodes' steps may come later. All else is as with Watch.
func (g *Graph) WatchFrames(see func(FrameEnd)) { g.ends = append(g.ends, see) }

func (g *Graph) frameEnd(e FrameEnd) {
	for _, see := range g.ends {
		see(e)
	}
}
