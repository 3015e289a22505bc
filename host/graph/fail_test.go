package graph

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestFailingNode breaks every node in turn, in the middle of a run.
func TestFailingNode(t *testing.T) {
	errText := map[string]string{
		"video":  `node "video" (Video), after video frame 6 at 0.240s: broken`,
		"people": `node "people" (Find), video frame 7 at 0.280s: broken`,
		"masks":  `node "masks" (Cut), video frame 7 at 0.280s: broken`,
		"tracks": `node "tracks" (Follow), video frame 7 at 0.280s: broken`,
		"save":   `node "save" (Save), video frame 7 at 0.280s: broken`,
		"also":   `node "also" (Save), video frame 7 at 0.280s: broken`,
	}
	for name, want := range errText {
		t.Run(name, func(t *testing.T) {
			w := &world{frames: 20}
			w.before = failAt(name, 7)
			g := w.open(t, diamond)
			if err := g.Run(t.Context(), nil); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
			if l := end(t, g); l.Finished > 7 {
				t.Errorf("ledger: %s", l)
			}
			if slices.ContainsFunc(w.events, func(e string) bool { return strings.HasPrefix(e, "finish") }) {
				t.Error("a node was finished after a failure")
			}
		})
	}
}

// TestSourceEnds: what ends a source, and what only looks like it.
func TestSourceEnds(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"EOF", io.EOF, "<nil>"},
		{
			"an EOF in the middle of something", fmt.Errorf("frame header: %w", io.EOF),
			`node "video" (Video), after video frame 2 at 0.080s: frame header: EOF`,
		},
		{"cancelled by nobody", context.Canceled, `node "video" (Video), after video frame 2 at 0.080s: context canceled`},
		{"broken", errBroken, `node "video" (Video), after video frame 2 at 0.080s: broken`},
	}
	for _, tt := range tests {
		for _, live := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, live %v", tt.name, live), func(t *testing.T) {
				w := &world{frames: -1, live: live}
				w.before = map[string]func(context.Context, nodes.Packet) error{"video": func(_ context.Context, in nodes.Packet) error {
					if in.Stamp.Seq == 3 {
						return tt.err
					}
					return nil
				}}
				g := w.open(t, diamond)
				if got := fmt.Sprint(g.Run(t.Context(), nil)); got != tt.want {
					t.Errorf("got %s, want %s", got, tt.want)
				}
				if l := end(t, g); l.Read != 3 {
					t.Errorf("ledger: %s", l)
				}
			})
		}
	}
}

func failAt(name string, seq uint64) map[string]func(context.Context, nodes.Packet) error {
	return map[string]func(context.Context, nodes.Packet) error{name: func(_ context.Context, in nodes.Packet) error {
		if in.Stamp.Seq == seq {
			return errBroken
		}
		return nil
	}}
}

func TestSourceFailsAtOnce(t *testing.T) {
	w := &world{frames: 1, before: failAt("video", 0)}
	g := w.open(t, diamond)
	err := g.Run(t.Context(), nil)
	if want := `node "video" (Video): broken`; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	end(t, g)
}

func TestFinishFails(t *testing.T) {
	w := &world{frames: 3, finish: map[string]error{"tracks": errBroken}}
	g := w.open(t, diamond)
	err := g.Run(t.Context(), nil)
	if want := `node "tracks" (Follow), finish: broken`; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	end(t, g)
	if slices.Contains(w.events, "finish save") {
		t.Error("a node was finished after a failure")
	}
}
