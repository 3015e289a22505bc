package graph

import (
	"context"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestFaultyNodes: what a node may not answer.
func TestFaultyNodes(t *testing.T) {
	noMask := &nodes.Instances{Items: []nodes.Instance{{Mask: &nodes.Mask{}}, {}}}
	tests := []struct {
		name, node string
		answer     func(out *nodes.Packet)
		want       string
	}{
		{
			"nothing on a port", "people", func(out *nodes.Packet) { out.Put("boxes", nil) },
			`node "people" (Find), video frame 0 at 0.000s: its output boxes is missing; this is a fault of the node`,
		},
		{
			"nil instances", "people", func(out *nodes.Packet) { out.Put("boxes", (*nodes.Instances)(nil)) },
			`node "people" (Find), video frame 0 at 0.000s: its output boxes is missing; this is a fault of the node`,
		},
		{
			"a frame for boxes", "people", func(out *nodes.Packet) { out.Put("boxes", payload(nodes.TypeFrame)) },
			`node "people" (Find), video frame 0 at 0.000s: its output boxes carries a frame instead of boxes; this is a fault of the node`,
		},
		{
			"boxes for a frame", "video", func(out *nodes.Packet) { out.Frame("frame").Release(); out.Put("frame", noMask) },
			`node "video" (Video), video frame 0 at 0.000s: its output frame carries instances instead of a frame; this is a fault of the node`,
		},
		{
			"a promised mask is missing", "masks", func(out *nodes.Packet) { out.Put("masks", noMask) },
			`node "masks" (Cut), video frame 0 at 0.000s: its output masks promises masks, and instance 2 of 2 has none; this is a fault of the node`,
		},
		{
			"masks through a node that follows its input", "tracks", func(out *nodes.Packet) { out.Put("boxes", noMask) },
			`node "tracks" (Follow), video frame 0 at 0.000s: its output boxes promises masks, and instance 2 of 2 has none; this is a fault of the node`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{frames: 5, answer: map[string]func(*nodes.Packet){tt.node: tt.answer}}
			g := w.open(t, diamond)
			if err := g.Run(t.Context(), nil); err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
			end(t, g)
		})
	}
}

// TestJoinMismatch puts a stamp too many into a queue: the runtime itself never does.
func TestJoinMismatch(t *testing.T) {
	w := &world{frames: 3}
	g := w.open(t, diamond)
	save := g.runners[len(g.runners)-2]
	if save.name != "save" {
		t.Fatalf("found %s", save.name)
	}
	foreign := newToken(g.runners[0], nodes.Stamp{Stream: "video", Seq: 99, PTS: time.Second})
	save.in[1].from <- message{token: foreign, payload: &nodes.Instances{}}
	err := g.Run(t.Context(), nil)
	want := `node "save" (Save): stamps differ at its inputs: frame has video frame 0 at 0.000s, boxes has video frame 99 at 1.000s; a node skipped or repeated a packet`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	end(t, g)
}

// TestNodeChangesItsPacket: a node that draws on a copy and puts it in the packet
// that it got must not confuse the counts.
func TestNodeChangesItsPacket(t *testing.T) {
	w := &world{frames: 50, before: map[string]func(context.Context, nodes.Packet) error{
		"save": func(_ context.Context, in nodes.Packet) error {
			copied := in.Frame("frame").Clone()
			in.Put("frame", copied)
			copied.Release()
			return nil
		},
	}}
	g := w.open(t, diamond)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	end(t, g)
}
