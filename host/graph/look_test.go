package graph

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// worldLooker is a node that wants to see the next packet.
type worldLooker struct{ *worldNode }

func (n worldLooker) Anticipate(_ context.Context, next nodes.Packet) {
	if f := next.Frame("frame"); f != nil && f.Width != 2 {
		panic("no frame of this world")
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.looked == nil {
		n.looked = map[string][]nodes.Stamp{}
	}
	n.looked[n.name] = append(n.looked[n.name], next.Stamp)
}

// TestLook: a slow node sees each packet that waits for it once, in order, before
// its turn; the one in hand is not among them.
func TestLook(t *testing.T) {
	const frames = 12
	w := &world{frames: frames, looks: true}
	var early []uint64 // what masks had looked at when it got each packet
	w.before = map[string]func(context.Context, nodes.Packet) error{
		"masks": func(_ context.Context, in nodes.Packet) error {
			w.mu.Lock()
			if looked := w.looked["masks"]; len(looked) > 0 {
				early = append(early, looked[len(looked)-1].Seq-in.Stamp.Seq)
			}
			w.mu.Unlock()
			time.Sleep(5 * time.Millisecond) // so that the next one waits
			return nil
		},
	}
	g := w.open(t, diamond)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	end(t, g)
	looked := w.looked["masks"]
	if len(looked) < frames/2 {
		t.Errorf("looked ahead %d times in %d packets", len(looked), frames)
	}
	for i, s := range looked {
		if s.Seq == 0 || i > 0 && s.Seq <= looked[i-1].Seq {
			t.Errorf("looked at %v", looked)
			break
		}
	}
	if slices.ContainsFunc(early, func(d uint64) bool { return d > 1 && d < 1<<63 }) {
		t.Errorf("looked further than one packet: %v", early)
	}
	if seen := w.stamps("masks"); len(seen) != frames {
		t.Errorf("%d packets came, want %d", len(seen), frames)
	}
}

func TestNoLookLive(t *testing.T) {
	w := &world{frames: 30, live: true, looks: true}
	g := w.open(t, diamond)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	end(t, g)
	if len(w.looked) > 0 {
		t.Errorf("nodes of a live graph looked ahead: %v", w.looked)
	}
}

// TestLookBrokenOff: what a node has looked at is given back when the run fails.
func TestLookBrokenOff(t *testing.T) {
	w := &world{frames: -1, looks: true}
	count := 0
	w.before = map[string]func(context.Context, nodes.Packet) error{
		"masks": func(context.Context, nodes.Packet) error {
			time.Sleep(time.Millisecond)
			if count++; count == 20 {
				return errBroken
			}
			return nil
		},
	}
	g := w.open(t, diamond)
	if err := g.Run(t.Context(), nil); err == nil {
		t.Error("it ended well")
	}
	end(t, g) // no frames are left
}
