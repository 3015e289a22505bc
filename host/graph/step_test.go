package graph

import (
	"sync"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestWatch: every packet of every node is one step, in order, and a node's steps do
// not overlap.
func TestWatch(t *testing.T) {
	for _, live := range []bool{false, true} {
		const frames = 20
		w := &world{frames: frames, live: live}
		g := w.open(t, diamond)
		var mu sync.Mutex
		steps := map[string][]Step{}
		g.Watch(func(s Step) {
			mu.Lock()
			defer mu.Unlock()
			steps[s.Node] = append(steps[s.Node], s)
		})
		if err := g.Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		end(t, g)
		for _, n := range g.Report().Nodes {
			all := steps[n.Name]
			if len(all) != int(n.Packets) || len(all) == 0 {
				t.Errorf("live %t: %s: %d steps of %d packets", live, n.Name, len(all), n.Packets)
			}
			for i, s := range all {
				if s.Began.Before(s.Asked) || s.Ended.Before(s.Began) || s.Sent.Before(s.Ended) {
					t.Errorf("%s: times out of order: %+v", n.Name, s)
				}
				if i > 0 && (s.Asked.Before(all[i-1].Sent) || s.Stamp.Seq <= all[i-1].Stamp.Seq) {
					t.Errorf("%s: %+v overlaps %+v", n.Name, s, all[i-1])
				}
			}
		}
	}
}

// TestNobodyWatches: what nobody wants to know costs no memory.
func TestNobodyWatches(t *testing.T) {
	g := &Graph{}
	r := &runner{name: "video", graph: g}
	tok := newToken(r, nodes.Stamp{Stream: "front"})
	now := time.Now()
	if n := testing.AllocsPerRun(1000, func() {
		r.step(tok, now, now, now, now)
		g.frameEnd(FrameEnd{Stamp: tok.stamp})
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkUnwatched(b *testing.B) {
	g := &Graph{}
	r := &runner{name: "video", graph: g}
	tok := newToken(r, nodes.Stamp{Stream: "front"})
	now := time.Now()
	b.ReportAllocs()
	for b.Loop() {
		r.step(tok, now, now, now, now)
		g.frameEnd(FrameEnd{Stamp: tok.stamp})
	}
}

// TestWatchFrames: every frame that was read ends once, as the ledger counts it, also
// when it never left its source.
func TestWatchFrames(t *testing.T) {
	for _, live := range []bool{false, true} {
		w := &world{frames: 50, live: live}
		g := w.open(t, diamond)
		var mu sync.Mutex
		ends := map[string]int64{}
		seen := map[nodes.Stamp]bool{}
		g.WatchFrames(func(e FrameEnd) {
			mu.Lock()
			defer mu.Unlock()
			ends[e.Dropped]++
			if seen[e.Stamp] || e.AtSource != (e.Dropped == reasonLatest) {
				t.Errorf("live %t: %+v", live, e)
			}
			seen[e.Stamp] = true
		})
		if err := g.Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		end(t, g)
		l := g.Report().Ledger
		if ends[""] != l.Finished || ends[reasonLatest] != l.Dropped[reasonLatest] || int64(len(seen)) != l.Read {
			t.Errorf("live %t: ends %v, ledger %v", live, ends, l)
		}
	}
}
