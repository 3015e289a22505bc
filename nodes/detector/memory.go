package detector

import (
	"encoding/json"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// memory is a node that can tell its state: of earlier frames it knows how many
// there were. One that finds motion cannot: the empty scene that it has learnt is
// OpenCV's, which does not show it.
type memory struct{ *node }

// known is the state of a node.
type known struct {
	Stream              string
	Nth                 int
	Frames, Boxes, Runs int64
}

// Snapshot tells how far the node has counted.
func (m memory) Snapshot() ([]byte, error) {
	c := m.counters
	return json.Marshal(known{m.stream, m.nth, c.frames, c.boxes, c.runs})
}

// Restore goes on from a Snapshot of a node with the same settings.
func (m memory) Restore(state []byte) error {
	var k known
	if err := json.Unmarshal(state, &k); err != nil {
		return fmt.Errorf("restore: not a snapshot of this version: %w", err)
	}
	m.stream, m.nth = k.Stream, k.Nth
	m.counters.frames, m.counters.boxes, m.counters.runs = k.Frames, k.Boxes, k.Runs
	return nil
}

var _ nodes.Snapshotter = memory{}
