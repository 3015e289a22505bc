package graph

import "github.com/maskgraph/maskgraph/nodes"

// queueLen is how many packets wait on an edge between neighbours. An edge that
// bypasses nodes gets as much for every step that it spans: with less, the
// frames on the short way would keep the nodes on the long way idle. What a node
// looks ahead are steps too.
const queueLen = 1

// queue makes the queues between open nodes, of which it is known how far they look
// ahead.
func (g *Graph) queue() {
	for _, r := range g.runners {
		a, ok := r.node.(nodes.Anticipator)
		if ok && len(r.in) > 0 && !r.source.live {
			r.ahead = a.Ahead()
		}
		for _, in := range r.in {
			r.level = max(r.level, in.by.level+1)
		}
		for i, in := range r.in {
			q := make(chan message, queueLen*(r.level-in.by.level))
			r.in[i].from = q
			to := &in.by.out[in.out].to
			*to = append(*to, q)
		}
		r.level += r.ahead // what it has taken out of its queues
	}
}
