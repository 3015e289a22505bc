package graph

import (
	"context"
	"errors"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestDrop: a node that drops a stamp takes it away from all nodes behind it, also
// from joins with branches that went well, and from nobody else.
func TestDrop(t *testing.T) {
	every := func(n uint64) func(context.Context, nodes.Packet) error {
		return func(_ context.Context, in nodes.Packet) error {
			if in.Stamp.Seq%n == 0 {
				return &nodes.Drop{Reason: "poison", Err: errors.New("it kills")}
			}
			return nil
		}
	}
	w := &world{frames: 100, before: map[string]func(context.Context, nodes.Packet) error{"masks": every(4), "tracks": every(10)}}
	g := w.open(t, diamond)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	l := end(t, g)
	// 25 by masks, and 5 of the 10 of tracks that masks has let pass.
	if l.Read != 100 || l.Dropped["poison"] != 30 || l.Finished != 70 {
		t.Errorf("ledger: %s", l)
	}
	for name, want := range map[string]int{"people": 100, "tracks": 70, "save": 70} {
		if seen := len(w.stamps(name)); seen != want {
			t.Errorf("%s answered %d stamps, want %d", name, seen, want)
		}
	}
}
