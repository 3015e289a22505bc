package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// worldLooker is a node that wants to see packets before their turn.
type worldLooker struct{ *worldNode }

func (n worldLooker) Ahead() int { return n.ahead }

func (n worldLooker) Anticipate(_ context.Context, next nodes.Packet) {
	if f := next.Frame("frame"); f != nil && f.Width != 2 {
		panic("no frame of this world")
	}
	n.look("look %d", next.Stamp.Seq)
}

func (n worldLooker) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	n.look("process %d", in.Stamp.Seq)
	return n.worldNode.Process(ctx, in)
}

func (n worldLooker) look(format string, seq uint64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.looked == nil {
		n.looked = map[string][]string{}
	}
	n.looked[n.name] = append(n.looked[n.name], fmt.Sprintf(format, seq))
}

// TestLook: a node sees each packet once, in order, so far before its turn as it wants,
// wherever in the graph it is.
func TestLook(t *testing.T) {
	const frames = 12
	for _, tt := range []struct {
		name  string
		nodes []string
		ahead int
	}{
		{"the next one", []string{"masks"}, 1},
		{"several", []string{"masks"}, 5},
		{"more than there are", []string{"masks"}, 100},
		{"several nodes", []string{"people", "masks", "save"}, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{frames: frames, looks: tt.nodes, ahead: tt.ahead}
			g := w.open(t, diamond)
			if err := g.Run(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			end(t, g)
			for _, name := range tt.nodes {
				var want []string
				looked := 0
				for at := range frames {
					for ; looked < min(frames, at+tt.ahead+1); looked++ {
						want = append(want, fmt.Sprint("look ", looked))
					}
					want = append(want, fmt.Sprint("process ", at))
				}
				if got := w.looked[name]; !slices.Equal(got, want) {
					t.Errorf("%s:\ngot  %v\nwant %v", name, got, want)
				}
			}
		})
	}
}

func TestNoLookLive(t *testing.T) {
	w := &world{frames: 30, live: true, looks: []string{"masks"}, ahead: 3}
	g := w.open(t, diamond)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	end(t, g)
	if seen := w.looked["masks"]; slices.ContainsFunc(seen, func(s string) bool { return strings.HasPrefix(s, "look") }) {
		t.Errorf("a node of a live graph looked ahead: %v", seen)
	}
}

// TestLookBrokenOff: what a node has looked at is given back when the run fails.
func TestLookBrokenOff(t *testing.T) {
	w := &world{frames: -1, looks: []string{"masks"}, ahead: 3}
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
