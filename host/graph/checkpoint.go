package graph

import (
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// Checkpoint is where a run stood: all that another one needs to go on from there.
type Checkpoint struct {
	Cuts []Cut // one for each source that had given enough, in the order of flow
}

// Cut is the state of a source, and of all nodes that its packets get to, right
// after one stamp. The nodes are there at different moments, yet their states
// belong together, because each works off one stamp after another: the stamp is
// the marker of Chandy and Lamport (Distributed Snapshots, 1985).
type Cut struct {
	Source string // the node
	Stamp  nodes.Stamp
	Ledger Ledger // of the source
	// Nodes are the snapshots. A node that gave none is not in it: it must see all
	// that the source has given again.
	Nodes map[string][]byte
}

// Restore makes an open graph, which has not run, go on where a checkpoint of a
// graph of the same file was taken. It returns the names of the nodes that could not
// tell their state: they, and those that they read from, will work once more on all
// that was given before. After an error the graph is of no use but to be closed.
func (g *Graph) Restore(c Checkpoint) (silent []string, err error) {
	for _, cut := range c.Cuts {
		at := slices.IndexFunc(g.runners, func(r *runner) bool { return r.name == cut.Source && r.source == r })
		if at < 0 {
			return nil, fmt.Errorf("the checkpoint has a source %q, the graph has none", cut.Source)
		}
		names, err := g.runners[at].resume(cut)
		if err != nil {
			return nil, err
		}
		silent = append(silent, names...)
	}
	return silent, nil
}

// resume goes on after a source's cut.
func (r *runner) resume(cut Cut) (silent []string, err error) {
	for _, of := range slices.Backward(r.graph.runners) {
		if of.source != r {
			continue
		}
		state, told := cut.Nodes[of.name]
		if told && !of.again {
			if err := of.restore(state); err != nil {
				return nil, of.fail("", err)
			}
			continue
		}
		if !told {
			silent = append(silent, of.name)
		}
		of.again = true
		for _, in := range of.in {
			in.by.again = true
		}
	}
	r.graph.cuts[r] = cut
	r.ledger.resume(cut.Ledger)
	if r.again {
		r.until = &cut.Stamp
		return silent, nil
	}
	r.last, r.began = cut.Stamp, true
	return nil, r.graph.streams.claim(cut.Stamp.Stream, r)
}

func (r *runner) restore(state []byte) error {
	s, ok := r.node.(nodes.Snapshotter)
	if !ok {
		return fmt.Errorf("a %s cannot go on from a snapshot", r.factory.Type)
	}
	defer r.collect()
	return s.Restore(state)
}
