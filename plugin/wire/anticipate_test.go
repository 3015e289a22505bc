package wire_test

import (
	"context"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// foresee answers with what it knew of a frame before its turn: a box as high as the
// frame's first pixel is bright, in place of none.
var foresee = nodes.Define(nodes.Info{
	Type: "Foresee", Doc: "Foresees.", In: []nodes.Port{frameIn},
	Out: []nodes.Port{{Name: "boxes", Type: nodes.TypeBoxes, Doc: "What it knew."}},
}, struct{}{}, func(context.Context, nodes.Env, struct{}) (nodes.Node, error) {
	return &foreseeNode{known: map[nodes.Stamp]byte{}}, nil
})

type foreseeNode struct{ known map[nodes.Stamp]byte }

func (n *foreseeNode) Ahead() int { return 3 }

func (n *foreseeNode) Anticipate(_ context.Context, next nodes.Packet) {
	n.known[next.Stamp] = next.Frame("frame").Pix[0]
}

func (n *foreseeNode) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	f := in.Frame("frame")
	found := &nodes.Instances{Width: f.Width, Height: f.Height}
	if v, ok := n.known[in.Stamp]; ok {
		found.Items = []nodes.Instance{{Box: nodes.Box{X2: 1, Y2: float32(v)}, Class: -1}}
	}
	var out nodes.Packet
	out.Put("boxes", found)
	return out, nil
}

func (*foreseeNode) Close() error { return nil }

func TestAnticipate(t *testing.T) {
	bothWays(t, func(t *testing.T) {
		p := wiretest.Launch(t, wire.Options{})
		if n := openNode(t, p, "Invert", "").Ahead(); n != 0 {
			t.Errorf("Invert wants to see %d packets", n)
		}
		n := openNode(t, p, "Foresee", "")
		if n.Ahead() != 3 {
			t.Fatalf("Foresee wants to see %d packets, not 3", n.Ahead())
		}
		packet := func(seq int) nodes.Packet {
			f := nodes.NewFrame(64, 48, nodes.Gray8, make([]byte, 64*48), nil)
			f.Pix[0] = byte(10 + seq)
			t.Cleanup(f.Release)
			return nodestest.Packet(seq, nodestest.Ports{"frame": f})
		}
		for i := range 5 {
			if err := n.Anticipate(t.Context(), packet(i+1)); err != nil {
				t.Fatal(err)
			}
			items := ask(t, n, packet(i)).Instances("boxes").Items
			if i == 0 {
				if len(items) > 0 {
					t.Error("the first frame was foreseen")
				}
				continue
			}
			if len(items) != 1 || items[0].Box.Y2 != float32(10+i) {
				t.Errorf("frame %d: it knew %v", i, items)
			}
		}
	})
}
