package graph

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestReport looks at a run in virtual time, in the middle and at the end.
func TestReport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		middle := make(chan struct{})
		w := &world{frames: 20, before: map[string]func(context.Context, nodes.Packet) error{
			"people": func(context.Context, nodes.Packet) error { time.Sleep(200 * time.Millisecond); return nil },
			"save": func(_ context.Context, in nodes.Packet) error {
				if in.Stamp.Seq == 10 {
					<-middle
				}
				return nil
			},
		}}
		g := w.open(t, `
  video: {type: Video}
  people: {type: Find, in: {frame: video}}
  save: {type: Save, in: {frame: video, boxes: people}}
`)
		if rep := g.Report(); rep.Elapsed != 0 || rep.Frames != 20 {
			t.Errorf("before the run: %+v", rep)
		}
		done := make(chan error)
		go func() { done <- g.Run(t.Context(), nil) }()
		time.Sleep(5 * time.Second)
		synctest.Wait()
		checkMiddle(t, g.Report())
		close(middle)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		end(t, g)
		want := `frames: 20 read = 20 finished + 0 dropped + 0 in flight
time: 6.4s, 3.1 frames/s

    node   type  packets  busy  waited  blocked    p50    p99
   video  Video       20    0s      0s       6s     0s     0s
  people   Find       20    4s      0s     2.4s  193ms  193ms
    save   Save       20  2.8s    3.6s       0s     0s  2.82s
video: packets 20
people: packets 20
save: packets 20
`
		if got := g.Report().String(); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}

// checkMiddle: save hangs in its eleventh frame; one more waits between people and
// save, one is stuck in people, and video is stuck with one that people has got.
func checkMiddle(t *testing.T, rep Report) {
	t.Helper()
	if rep.Elapsed != 5*time.Second || rep.Frames != 20 {
		t.Errorf("in the middle: %v, %d frames", rep.Elapsed, rep.Frames)
	}
	if rep.Ledger.Finished != 10 || rep.Ledger.InFlight != 4 {
		t.Errorf("in the middle: %s", rep.Ledger)
	}
	if got := rep.Nodes[1].Own.Counters["packets"]; got == 0 || got > rep.Nodes[1].Packets {
		t.Errorf("in the middle people counted %d packets", got)
	}
}

func TestReportText(t *testing.T) {
	rep := Report{
		Elapsed: 12345 * time.Millisecond,
		Ledger:  Ledger{Read: 300, Finished: 290, Dropped: map[string]int64{"latest": 7, "stopped": 3}},
		Nodes: []NodeReport{
			{Name: "video", Type: "VideoSource", Packets: 300, Own: nodes.Report{Warnings: []string{"the file ends in garbage"}}},
			{
				Name: "save", Type: "MaskSink", Packets: 290, Busy: 1234567 * time.Microsecond, P50: 4 * time.Millisecond,
				Own: nodes.Report{Counters: map[string]int64{"b": 2, "a": 1}, Files: []string{"out/street.mp4", "out/street.json"}},
			},
		},
	}
	want := `frames: 300 read = 290 finished + 10 dropped (7 latest, 3 stopped) + 0 in flight
time: 12.3s, 23.5 frames/s

   node         type  packets   busy  waited  blocked  p50  p99
  video  VideoSource      300     0s      0s       0s   0s   0s
   save     MaskSink      290  1.23s      0s       0s  4ms   0s
save: a 1
save: b 2
warning: video: the file ends in garbage
wrote out/street.mp4
wrote out/street.json
`
	if got := rep.String(); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestUnknownLength(t *testing.T) {
	g := (&world{frames: -1}).open(t, diamond)
	if n := g.Report().Frames; n != 0 {
		t.Errorf("got %d frames", n)
	}
	end(t, g)
}

func TestHistogram(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var h histogram
	var all []time.Duration
	for range 10_000 {
		d := time.Duration(1) << rng.IntN(40)
		d += time.Duration(rng.Int64N(int64(d)))
		h.add(d)
		all = append(all, d)
	}
	slices.Sort(all)
	for _, q := range []float64{0, 0.25, 0.5, 0.99} {
		exact := all[int(q*float64(len(all)))]
		if got := h.quantile(q); float64(got) < 0.93*float64(exact) || float64(got) > 1.07*float64(exact) {
			t.Errorf("quantile %v: got %v, want %v", q, got, exact)
		}
	}
	var edges histogram
	edges.add(-1)
	edges.add(1<<63 - 1)
	if got := edges.quantile(0); got != 0 {
		t.Errorf("the smallest is %v", got)
	}
	if got := edges.quantile(0.99); got < 1<<62 {
		t.Errorf("the largest is %v", got)
	}
	if got := new(histogram).quantile(0.5); got != 0 {
		t.Errorf("of nothing: %v", got)
	}
}
