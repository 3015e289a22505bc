package supervise

import (
	"context"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// anticipateTime is for taking a packet in, not for the work on it.
const anticipateTime = 10 * time.Second

// Anticipate passes the packet on when the program is there and the node wants it. What
// goes wrong with it is left to Process to find: a program that died over it is
// started again, and the frame in hand sent alone, without the next one.
func (n *node) Anticipate(ctx context.Context, next nodes.Packet) {
	if n.remote == nil || !n.remote.Anticipates() {
		return
	}
	n.plugin.turn.RLock()
	defer n.plugin.turn.RUnlock()
	ctx, cancel := context.WithTimeout(ctx, anticipateTime)
	defer cancel()
	if err := n.remote.Anticipate(ctx, next); err != nil {
		n.env.Log.Debug("the next packet was not taken", "error", err)
	}
}

var _ nodes.Anticipator = (*node)(nil)
