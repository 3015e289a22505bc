package supervise

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// The prophet answers with as many boxes as it knows packets that come later, and dies.
var prophet = nodes.Define(nodes.Info{Type: "Prophet", Doc: "Foresees, and dies.", In: boxesIn, Out: boxesOut}, prophetFault{How: "none"},
	func(_ context.Context, _ nodes.Env, f prophetFault) (nodes.Node, error) {
		return &prophetNode{prophetFault: f}, nil
	})

type prophetFault struct {
	At    int    `yaml:"at" doc:"The frame's seq."`
	How   string `yaml:"how" enum:"none,kill,segv" doc:"What happens."`
	Once  string `yaml:"once" doc:"A file that keeps it from happening again."`
	Early bool   `yaml:"early" doc:"It dies when it is shown the frame, not when that is its turn."`
}

type prophetNode struct {
	prophetFault
	known []uint64
}

func (*prophetNode) Ahead() int { return 3 }

func (n *prophetNode) Anticipate(ctx context.Context, next nodes.Packet) {
	if n.Early {
		fault{n.At, n.How, n.Once}.strike(ctx, next)
	}
	n.known = append(n.known, next.Stamp.Seq)
}

func (n *prophetNode) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	fault{n.At, n.How, n.Once}.strike(ctx, in)
	n.known = slices.DeleteFunc(n.known, func(seq uint64) bool { return seq <= in.Stamp.Seq })
	var out nodes.Packet
	out.Put("boxes", &nodes.Instances{Width: 9, Height: 9, Items: make([]nodes.Instance, len(n.known))})
	return out, nil
}

func (*prophetNode) Close() error { return nil }

// TestLaterPacketsAreShownAgain: after a death that was nobody's fault the program is
// shown the later packets again; after a crash only when all that may have been the
// cause have had their turns.
func TestLaterPacketsAreShownAgain(t *testing.T) {
	const frames, dropped = 12, -1
	for _, tt := range []struct {
		name, settings string
		want           []int // what is known on each frame
	}{
		{"it lives", "{}", []int{3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 1, 0}},
		{"killed", "{at: 4, how: kill, once: ONCE}", []int{3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 1, 0}},
		{"killed when it is shown a frame", "{at: 4, how: kill, once: ONCE, early: true}", []int{3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 1, 0}},
		{"a frame that it crashes of", "{at: 4, how: segv}", []int{3, 3, 3, 3, dropped, 0, 0, 3, 3, 2, 1, 0}},
		{"a frame that it crashes of early", "{at: 4, how: segv, early: true}", []int{3, 0, 0, 0, dropped, 0, 0, 3, 3, 2, 1, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := openNode(t, start(t, quick), "Prophet", strings.ReplaceAll(tt.settings, "ONCE", filepath.Join(t.TempDir(), "once")))
			packets := make([]nodes.Packet, frames)
			for i := range packets {
				packets[i].Stamp = nodes.Stamp{Stream: "s", Seq: uint64(i)}
				packets[i].Put("boxes", &nodes.Instances{Width: 9, Height: 9})
			}
			var got []int
			shown := 0
			for i, p := range packets {
				for ; shown < min(frames, i+4); shown++ {
					n.(nodes.Anticipator).Anticipate(t.Context(), packets[shown])
				}
				out, err := n.Process(t.Context(), p)
				switch {
				case errors.As(err, new(*nodes.Drop)):
					got = append(got, dropped)
				case err != nil:
					t.Fatal(err)
				default:
					got = append(got, len(out.Instances("boxes").Items))
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("known packets %v, want %v", got, tt.want)
			}
		})
	}
}
