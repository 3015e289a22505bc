package graph

import (
	"context"

	"github.com/maskgraph/maskgraph/nodes"
)

// anticipator is the node, if it wants to see the next packet and may.
func (r *runner) anticipator() nodes.Anticipator {
	if a, ok := r.node.(nodes.Anticipator); ok && len(r.in) > 0 && !r.source.live {
		return a
	}
	return nil
}

// look shows the node the packet after the one in hand, when all of it waits already.
// What waits is taken out of the queues, whole or not; receive continues from there.
func (r *runner) look(ctx context.Context, a nodes.Anticipator) {
	if a == nil {
		return
	}
	for _, in := range r.in[len(r.coming):] {
		select {
		case m := <-in.from:
			r.coming = append(r.coming, m)
		default:
			return
		}
	}
	tok := r.coming[0].token
	if tok == nil || r.passes(tok) {
		return
	}
	next := nodes.Packet{Stamp: tok.stamp}
	for i, m := range r.coming {
		if m.token != tok || m.payload == nil {
			return // receive and answer know what to do
		}
		next.Put(r.in[i].port, m.payload)
	}
	a.Anticipate(ctx, next)
}
