package samprompter

import (
	"context"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// twice says what has become of encoding two frames at once.
type twice struct {
	env    nodes.Env // to open the model again
	open   bool      // the node's model does it
	shown  bool      // it is known whether frames are shown before their turns
	failed bool      // the model cannot be opened anew
}

// mostAhead is how many frames the next two key-frames are looked for in, at most.
const mostAhead = 64

// Ahead is one frame when all are encoded. With key-frames, masks are carried to some
// of the frames already, and the two key-frames after these are encoded meanwhile.
func (n *node) Ahead() int {
	switch reach := n.reach(); {
	case reach > 0:
		return reach + min(2*n.cfg.Keyframe.Every+n.leeway(), mostAhead)
	case n.cfg.Ahead && n.cfg.Reuse.MaxChange == 0 && !n.cfg.Keyframe.on():
		return 1
	}
	return 0
}

// Anticipate begins to encode a frame beside the one in hand, when it is sure to
// be encoded. Two frames at once, on half of the threads each, are done sooner than
// one after the other on all of them: threads that share one computation wait for
// each other.
func (n *node) Anticipate(_ context.Context, next nodes.Packet) {
	n.twice.shown = true
	frame, boxes := next.Frame("frame"), next.Instances("boxes")
	switch {
	case n.cfg.Keyframe.on():
		n.carrier.add(&view{stamp: next.Stamp, boxes: boxes, frame: frame.Retain(), early: true})
		n.begin()
	case n.certain(boxes) && n.openTwice():
		n.sam.Ahead(next.Stamp, frame)
	}
}

// certain says that a frame with these boxes will be encoded.
func (n *node) certain(boxes *nodes.Instances) bool {
	return boxes != nil && len(boxes.Items) > 0 || n.cfg.Follow && len(n.memory.Things) > 0
}

// begin encodes the next key-frames ahead, as far as they are known.
func (n *node) begin() {
	for _, v := range n.carrier.views[n.carrier.stepped:] {
		if !v.early || v.begun || !n.regular(v) || !n.known(v) || !n.certain(v.boxes) && len(n.carrier.key.Masks) == 0 {
			continue
		}
		if !n.openTwice() || !n.sam.Ahead(v.stamp, v.frame) {
			return
		}
		v.begun = true
	}
}

// openTwice says that the model encodes two frames at once, and makes it do so if it did
// not.
func (n *node) openTwice() bool {
	if n.twice.open || n.twice.failed || !n.cfg.options().AheadPays(n.twice.env) {
		return n.twice.open
	}
	return n.exchange(true)
}

// wake gives a node that nobody shows frames before their turns, as in live graphs, a model
// that encodes one frame at once, on all threads. Before the first frame nobody knows.
func (n *node) wake() {
	if n.twice.open && !n.twice.shown {
		n.exchange(false)
	}
	n.twice.shown = true
}

// exchange opens the model anew, for two frames at once or for one.
func (n *node) exchange(two bool) bool {
	o := n.cfg.options()
	o.Ahead = two
	model, letGo, err := sam.Open(n.twice.env, o)
	if err != nil {
		n.twice.env.Log.Warn("the model cannot be opened anew, and goes on as it is", "because", err)
		n.twice.failed = true
		return false
	}
	if err := n.letGo(); err != nil {
		n.twice.env.Log.Warn("letting go of a model", "error", err)
	}
	n.sam, n.letGo, n.twice.open = model, letGo, two
	return two
}

var _ nodes.Anticipator = (*node)(nil)
