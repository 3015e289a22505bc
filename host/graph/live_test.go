package graph

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestLiveDrops runs a camera of 100 frames/s into nodes that do 27 frames/s, in
// virtual time: every frame is either finished while fresh or counted as dropped.
func TestLiveDrops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const every, work, count = 10 * time.Millisecond, 37 * time.Millisecond, 1000
		began := time.Now()
		oldest := time.Duration(0)
		w := &world{frames: count, live: true}
		w.before = map[string]func(context.Context, nodes.Packet) error{
			"video": func(context.Context, nodes.Packet) error { time.Sleep(every); return nil },
			"masks": func(context.Context, nodes.Packet) error { time.Sleep(work); return nil },
			"save": func(_ context.Context, in nodes.Packet) error {
				captured := time.Duration(in.Stamp.Seq+1) * every
				if in.Stamp.Seq < count-1 { // nothing newer replaces the last one
					oldest = max(oldest, time.Since(began)-captured)
				}
				return nil
			},
		}
		g := w.open(t, diamond)
		if err := g.Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		l := end(t, g)
		if l.Read != count || l.Finished < 10*count/37 || l.Dropped[reasonLatest] != count-l.Finished {
			t.Errorf("ledger: %s", l)
		}
		if limit := liveInFlight*work + every; oldest > limit {
			t.Errorf("the oldest frame was saved after %v, want %v at most", oldest, limit)
		}
		seen := w.stamps("save")
		if last := seen[len(seen)-1].Seq; last != count-1 {
			t.Errorf("the last frame saved is %d: the newest one was lost", last)
		}
	})
}

// TestFilesNeverDrop: a source that is not live waits.
func TestFilesNeverDrop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{frames: 100}
		w.before = map[string]func(context.Context, nodes.Packet) error{
			"masks": func(context.Context, nodes.Packet) error { time.Sleep(time.Second); return nil },
		}
		g := w.open(t, diamond)
		if err := g.Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if l := end(t, g); l.Finished != 100 {
			t.Errorf("ledger: %s", l)
		}
	})
}
