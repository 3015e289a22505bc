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
	failed bool      // it cannot
}

// Anticipate begins to encode the next frame beside the one in hand, when it is sure to
// be encoded. Two frames at once, on half of the threads each, are done sooner than
// one after the other on all of them: threads that share one computation wait for
// each other.
func (n *node) Ahead() int { return 1 }

func (n *node) Anticipate(_ context.Context, next nodes.Packet) {
	if n.certain(next.Instances("boxes")) && n.openTwice() {
		n.sam.Ahead(next.Stamp, next.Frame("frame"))
	}
}

// certain says that a frame with these boxes will be encoded.
func (n *node) certain(boxes *nodes.Instances) bool {
	if !n.cfg.Ahead || n.cfg.Reuse.MaxChange > 0 || n.cfg.Keyframe.on() {
		return false
	}
	return boxes != nil && len(boxes.Items) > 0 || n.cfg.Follow && len(n.memory.Things) > 0
}

// openTwice exchanges the model, when the first frame is anticipated, for one that
// encodes two frames at once. Until then nobody knows that the graph is not live.
func (n *node) openTwice() bool {
	o := n.cfg.options()
	o.Ahead = true
	switch {
	case n.twice.failed || !o.AheadPays(n.twice.env):
		return false
	case n.twice.open:
		return true
	}
	model, letGo, err := sam.Open(n.twice.env, o)
	if err != nil {
		n.twice.env.Log.Warn("frames are encoded one after the other", "because", err)
		n.twice.failed = true
		return false
	}
	if err := n.letGo(); err != nil {
		n.twice.env.Log.Warn("letting go of a model", "error", err)
	}
	n.sam, n.letGo, n.twice.open = model, letGo, true
	return true
}

var _ nodes.Anticipator = (*node)(nil)
