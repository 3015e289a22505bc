package supervise

import (
	"context"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// anticipateTime is for taking a packet in, not for the work on it.
const anticipateTime = 10 * time.Second

// ahead is what a node was shown before its turn.
type ahead struct {
	most    int            // packets that it wants to see
	packets []nodes.Packet // whose turn has not come, oldest first; they hold their frames
	unseen  int            // so many of them, from the first, are not to be shown: one may have been a program's death
	life    int            // of the process that has seen the others
}

// Ahead is how many packets the node wants to see.
func (n *node) Ahead() int { return n.ahead.most }

// Anticipate passes the packet on when the program is there. What goes wrong with it is
// left to Process to find.
func (n *node) Anticipate(ctx context.Context, next nodes.Packet) {
	next.Retain()
	n.ahead.packets = append(n.ahead.packets, next)
	if n.remote != nil && n.ahead.unseen == 0 && n.ahead.life == n.life {
		n.plugin.turn.RLock()
		defer n.plugin.turn.RUnlock()
		n.anticipate(ctx, next)
	}
}

func (n *node) anticipate(ctx context.Context, next nodes.Packet) {
	ctx, cancel := context.WithTimeout(ctx, anticipateTime)
	defer cancel()
	if err := n.remote.Anticipate(ctx, next); err != nil {
		n.env.Log.Debug("a packet was not taken before its turn", "error", err)
	}
}

// begin comes before a packet is processed: it is no longer one of the later ones.
// When all those that may have been a program's death have had their turns, the later
// ones are shown.
func (a *ahead) begin(in nodes.Packet) {
	if len(a.packets) == 0 || a.packets[0].Stamp != in.Stamp {
		return
	}
	a.packets[0].Release()
	a.packets = a.packets[1:]
	if a.unseen > 0 {
		a.unseen--
		a.life = 0
	}
}

// remind shows a program what the one before it knew.
func (n *node) remind(ctx context.Context) {
	if n.ahead.life == n.life || n.ahead.unseen > 0 {
		return
	}
	n.ahead.life = n.life
	for _, p := range n.ahead.packets {
		n.anticipate(ctx, p)
	}
}

// forget lets go of all packets.
func (a *ahead) forget() {
	for _, p := range a.packets {
		p.Release()
	}
	a.packets = nil
}

var _ nodes.Anticipator = (*node)(nil)
