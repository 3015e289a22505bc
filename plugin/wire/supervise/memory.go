package supervise

import (
	"context"

	"github.com/maskgraph/maskgraph/nodes"
)

// memory is what a node that can tell its state has more than others.
type memory struct{ of *node }

// Snapshot is the state after the last packet, which every answer brings along.
func (m memory) Snapshot() ([]byte, error) { return m.of.state, nil }

// Restore opens the node once more, from a snapshot, and closes the one without: in
// this order, models that both of them use stay loaded.
func (m memory) Restore(state []byte) error {
	n, fresh, life := m.of, m.of.remote, m.of.life
	n.state, n.life = state, 0
	if err := n.start(context.Background()); err != nil {
		n.state, n.life = nil, life
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	_ = fresh.Close(ctx, false) // it has done nothing yet that could go wrong
	return nil
}

var _ nodes.Snapshotter = memory{}
