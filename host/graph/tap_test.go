package graph

import (
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestTapMistakes(t *testing.T) {
	g := (&world{}).open(t, diamond)
	defer end(t, g)
	open, err := g.Tap("save", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	tests := []struct{ name, node, want string }{
		{"no such node", "nobody", `no node "nobody"`},
		{"no frames", "tracks", `node "tracks" (Follow) has no frames to look at`},
		{"a second one", "save", `node "save" is looked at already`},
		{"another node", "people", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tap, err := g.Tap(tt.node, 0)
			if err == nil {
				defer tap.Close()
			}
			if got := text(err); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestTapShows: what a node made comes before what it got, and what nobody made is
// nil.
func TestTapShows(t *testing.T) {
	for node, want := range map[string]struct{ found, mask bool }{
		"video": {}, "people": {found: true}, "masks": {true, true}, "save": {true, true}, "also": {},
	} {
		t.Run(node, func(t *testing.T) {
			w := &world{frames: 1}
			g := w.open(t, diamond)
			tap, err := g.Tap(node, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := g.Run(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			v, err := tap.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			found := v.Found != nil && len(v.Found.Items) == 1
			if v.Frame.Width != 2 || found != want.found || found && (v.Found.Items[0].Mask != nil) != want.mask {
				t.Errorf("got %+v, want %+v", v, want)
			}
			v.Frame.Release()
			end(t, g)
			if _, err := tap.Next(t.Context()); !errors.Is(err, io.EOF) {
				t.Errorf("after Close: %v", err)
			}
		})
	}
}

// TestTapEvery: in virtual time, 100 frames a second give a view every 100 ms, and
// who does not look gets the newest of them.
func TestTapEvery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{frames: 100}
		w.before = map[string]func(context.Context, nodes.Packet) error{
			"video": func(context.Context, nodes.Packet) error { time.Sleep(10 * time.Millisecond); return nil },
		}
		g := w.open(t, diamond)
		tap, err := g.Tap("video", 100*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		var work sync.WaitGroup
		work.Go(func() { err = g.Run(t.Context(), nil) })
		var seen []uint64
		for range 3 {
			v, err := tap.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, v.Stamp.Seq)
			v.Frame.Release()
		}
		work.Wait()
		if v, next := tap.Next(t.Context()); next != nil {
			t.Fatal(next)
		} else {
			seen = append(seen, v.Stamp.Seq)
			v.Frame.Release()
		}
		if want := [4]uint64{0, 10, 20, 90}; err != nil || [4]uint64(seen) != want {
			t.Errorf("saw %v, want %v; %v", seen, want, err)
		}
		end(t, g)
	})
}

// TestTapLeaksNothing opens, reads and closes taps at any moment of a run that may
// be broken off: all frames come back, and what is seen never goes back in time.
func TestTapLeaksNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := &world{frames: rapid.IntRange(0, 30).Draw(rt, "frames"), live: rapid.Bool().Draw(rt, "live")}
		looks := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 4).Draw(rt, "looks")
		node := rapid.SampledFrom([]string{"video", "people", "masks", "save", "also"}).Draw(rt, "node")
		cut := rapid.IntRange(0, 60).Draw(rt, "cut")
		ctx, cancel := context.WithCancel(t.Context())
		w.before = map[string]func(context.Context, nodes.Packet) error{
			"save": func(_ context.Context, in nodes.Packet) error {
				if in.Stamp.Seq == uint64(cut) {
					cancel()
				}
				return nil
			},
		}
		g := w.open(t, diamond)
		var watching sync.WaitGroup
		watching.Go(func() {
			for _, n := range looks {
				watch(ctx, rt, g, node, n)
			}
		})
		err := g.Run(ctx, nil)
		if err != nil && !errors.Is(err, context.Canceled) {
			rt.Error(err)
		}
		cancel()
		watching.Wait()
		if l := end(t, g); err == nil && l.Read != int64(w.frames) {
			rt.Errorf("ledger: %s", l)
		}
	})
}

// watch looks a number of times through a tap of its own.
func watch(ctx context.Context, t *rapid.T, g *Graph, node string, times int) {
	tap, err := g.Tap(node, 0)
	if err != nil {
		t.Error(err)
		return
	}
	defer tap.Close()
	last := int64(-1)
	for range times {
		v, err := tap.Next(ctx)
		if err != nil {
			return
		}
		if int64(v.Stamp.Seq) <= last || v.Frame.Pix == nil {
			t.Errorf("frame %d after %d, pixels %v", v.Stamp.Seq, last, v.Frame.Pix)
		}
		last = int64(v.Stamp.Seq)
		v.Frame.Release()
	}
}
