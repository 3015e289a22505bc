package graph

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

var errBroken = errors.New("broken")

func TestRunDiamond(t *testing.T) {
	w := &world{frames: 200}
	g := w.open(t, diamond)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	l := end(t, g)
	if l.Finished != 200 || l.Read != 200 {
		t.Errorf("ledger: %s", l)
	}
	for _, name := range []string{"people", "masks", "tracks", "save", "also"} {
		seen := w.stamps(name)
		if len(seen) != 200 || !slices.IsSortedFunc(seen, func(a, b nodes.Stamp) int { return int(a.Seq) - int(b.Seq) }) {
			t.Errorf("%s saw %d stamps, or out of order", name, len(seen))
		}
	}
}

func TestRunTwice(t *testing.T) {
	g := (&world{frames: 1}).open(t, diamond)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	err := g.Run(t.Context(), nil)
	if want := "graph: Run was called already; open the graph anew"; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	end(t, g)
}

// TestCancelWhileFinishing: the second interrupt also ends the completion of files.
func TestCancelWhileFinishing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := &world{frames: 2, onFinish: func(name string) {
		if name == "masks" {
			cancel()
		}
	}}
	g := w.open(t, diamond)
	if err := g.Run(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	end(t, g)
	if slices.Contains(w.events, "finish save") {
		t.Error("a node was finished after the end")
	}
}

// TestCancel ends the run at every one of its first moments.
func TestCancel(t *testing.T) {
	for _, name := range []string{"video", "people", "masks", "tracks", "save", "also"} {
		for seq := range uint64(6) {
			ctx, cancel := context.WithCancel(t.Context())
			w := &world{frames: -1}
			w.before = map[string]func(context.Context, nodes.Packet) error{name: func(ctx context.Context, in nodes.Packet) error {
				if in.Stamp.Seq == seq {
					cancel()
					<-ctx.Done()
					return ctx.Err()
				}
				return nil
			}}
			g := w.open(t, diamond)
			if err := g.Run(ctx, nil); err != context.Canceled {
				t.Errorf("%s, %d: got %v", name, seq, err)
			}
			if l := end(t, g); l.Dropped[reasonStopped] == 0 && name != "video" {
				t.Errorf("%s, %d: ledger: %s", name, seq, l)
			}
		}
	}
}

// TestStop ends an endless source, works off what it gave and finishes the nodes.
func TestStop(t *testing.T) {
	for _, live := range []bool{false, true} {
		stop := make(chan struct{})
		w := &world{frames: -1, live: live}
		w.before = map[string]func(context.Context, nodes.Packet) error{
			"save": func(_ context.Context, in nodes.Packet) error {
				if in.Stamp.Seq >= 9 && w.stopOnce() {
					close(stop)
				}
				return nil
			},
			"video": func(ctx context.Context, in nodes.Packet) error {
				if in.Stamp.Seq < 50 {
					return nil
				}
				<-ctx.Done() // a camera that gives nothing any more
				return ctx.Err()
			},
		}
		g := w.open(t, diamond)
		if err := g.Run(t.Context(), stop); err != nil {
			t.Fatal(err)
		}
		if l := end(t, g); l.Dropped[reasonStopped] != 0 || l.Finished != int64(len(w.stamps("save"))) {
			t.Errorf("ledger: %s", l)
		}
		if !slices.Contains(w.events, "finish save") {
			t.Error("nothing was finished")
		}
	}
}

func (w *world) stopOnce() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	was := slices.Contains(w.events, "stop")
	w.events = append(w.events, "stop")
	return !was
}

// TestOverlap: slow nodes work at the same time although frames bypass them, in
// virtual time. With a queue of one on every edge this takes 1.36 s.
func TestOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{frames: 100, before: map[string]func(context.Context, nodes.Packet) error{}}
		for _, name := range []string{"people", "masks", "tracks", "save"} {
			w.before[name] = func(context.Context, nodes.Packet) error {
				time.Sleep(10 * time.Millisecond)
				return nil
			}
		}
		g := w.open(t, diamond)
		if err := g.Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		end(t, g)
		if got, want := g.Report().Elapsed, 1030*time.Millisecond; got != want {
			t.Errorf("took %v, want 100 frames of 10 ms and three more steps: %v", got, want)
		}
	})
}
