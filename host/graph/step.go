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
}

// Watch calls see after every step of every node. Several goroutines call it at once,
// for each node in the order of its steps, and it holds the node up. Watch comes
// before Run; there may be several who watch.
func (g *Graph) Watch(see func(Step)) { g.watchers = append(g.watchers, see) }

func (r *runner) step(st nodes.Stamp, asked, began, ended, sent time.Time) {
	for _, see := range r.graph.watchers {
		see(Step{r.name, st, asked, began, ended, sent})
	}
}
