package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

func ms(n float64) time.Duration { return time.Duration(n * float64(time.Millisecond)) }

// sleeps makes the nodes of a graph take their time.
func sleeps(times map[string]time.Duration) map[string]func(context.Context, nodes.Packet) error {
	before := map[string]func(context.Context, nodes.Packet) error{}
	for name, d := range times {
		before[name] = func(context.Context, nodes.Packet) error { time.Sleep(d); return nil }
	}
	return before
}

const chain = `
  video: {type: Video}
  people: {type: Find, in: {frame: video}}
  masks: {type: Cut, in: {frame: video, boxes: people}}
  tracks: {type: Follow, in: {boxes: masks}}
  save: {type: Save, in: {frame: video, boxes: tracks}}
`

// TestLiveKeepsUp runs cameras into graphs of all shapes of load, in virtual time.
// Of what was captured the newest is worked on, the slowest node has always something
// to do, and no frame that is shown is older than twice the sum of the nodes' times.
func TestLiveKeepsUp(t *testing.T) {
	for _, tt := range []struct {
		name     string
		times    [4]float64 // ms of people, masks, tracks, save
		overload float64    // frames captured per frame that the slowest node can do
	}{
		{"one slow node, 5x", [4]float64{0, 100, 0, 0}, 5},
		{"a little beside it, 5x", [4]float64{2, 100, 1, 2}, 5},
		{"a slow node before it, 5x", [4]float64{60, 100, 1, 2}, 5},
		{"a slow node behind it, 5x", [4]float64{2, 100, 1, 60}, 5},
		{"all equal, 5x", [4]float64{50, 50, 50, 50}, 5},
		{"the last is the slowest, 5x", [4]float64{30, 50, 40, 100}, 5},
		{"the first is the slowest, 5x", [4]float64{100, 50, 40, 30}, 5},
		{"all equal, 2x", [4]float64{50, 50, 50, 50}, 2},
		{"a slow node before it, 2x", [4]float64{60, 100, 1, 2}, 2},
		{"no overload", [4]float64{20, 50, 1, 10}, 0.9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const count = 2000
				names := []string{"people", "masks", "tracks", "save"}
				times, sum, slowest := map[string]time.Duration{}, time.Duration(0), time.Duration(0)
				for i, n := range names {
					d := ms(tt.times[i])
					times[n], sum, slowest = d, sum+d, max(slowest, d)
				}
				w := &world{frames: count, live: true, before: sleeps(times)}
				w.before["video"] = sleeps(map[string]time.Duration{"": time.Duration(float64(slowest) / tt.overload)})[""]
				g := w.open(t, chain)
				if err := g.Run(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
				rep := g.Report()
				l := end(t, g)
				if l.Read != count || l.Dropped[reasonLatest] != count-l.Finished {
					t.Errorf("ledger: %s", l)
				}
				if best := min(float64(count), float64(rep.Elapsed)/float64(slowest)); float64(l.Finished) < 0.95*best-5 {
					t.Errorf("%d frames finished, the slowest node could do %.0f", l.Finished, best)
				}
				if p99 := rep.Nodes[len(rep.Nodes)-1].LatencyP99; p99 > 2*sum {
					t.Errorf("p99 %v, the sum of the nodes' times is %v", p99, sum)
				}
				seen := w.stamps("save")
				if last := seen[len(seen)-1].Seq; last != count-1 {
					t.Errorf("the last frame saved is %d: the newest one was lost", last)
				}
			})
		})
	}
}

// TestLiveQueue: so many of the newest frames wait as the source says.
func TestLiveQueue(t *testing.T) {
	for _, queue := range []int{0, 1, 3} {
		t.Run(fmt.Sprint(queue), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &world{frames: 20, live: true, queue: queue, before: sleeps(map[string]time.Duration{"save": time.Second})}
				w.before["video"] = func(context.Context, nodes.Packet) error { time.Sleep(ms(10)); return nil }
				g := w.open(t, "  video: {type: Video}\n  save: {type: Save, in: {frame: video}}\n")
				if err := g.Run(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
				end(t, g)
				var got []uint64
				for _, st := range w.stamps("save") {
					got = append(got, st.Seq)
				}
				want := []uint64{0}
				for i := max(1, queue); i > 0; i-- {
					want = append(want, uint64(20-i))
				}
				// A frame that was let in before its time comes too.
				if !slices.Equal(got, want) && !slices.Equal(slices.Delete(got, 1, 2), want) {
					t.Errorf("saved %v, want %v", got, want)
				}
			})
		})
	}
}

// TestFilesNeverDrop: a source that is not live waits, at once or after reading ahead.
func TestFilesNeverDrop(t *testing.T) {
	for _, queue := range []int{0, 1, 5} {
		t.Run(fmt.Sprint(queue), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &world{frames: 100, queue: queue, before: sleeps(map[string]time.Duration{"masks": time.Second})}
				g := w.open(t, diamond)
				if err := g.Run(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
				if l := end(t, g); l.Finished != 100 {
					t.Errorf("ledger: %s", l)
				}
			})
		})
	}
}

// TestTooOld: a sink that gives up on frames does not keep the newer ones waiting.
func TestTooOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{frames: 100, live: true, before: sleeps(map[string]time.Duration{"video": ms(10), "people": ms(30)})}
		w.before["save"] = func(_ context.Context, in nodes.Packet) error {
			if in.Stamp.Captured.IsZero() {
				return errors.New("the time of capture is lost")
			}
			if in.Stamp.Seq%2 == 0 {
				return &nodes.Drop{Reason: "too_old", Err: errors.New("even")}
			}
			return nil
		}
		g := w.open(t, chain)
		if err := g.Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if l := end(t, g); l.Dropped["too_old"] == 0 || l.Finished == 0 {
			t.Errorf("ledger: %s", l)
		}
	})
}
