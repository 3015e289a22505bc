package graph

import (
	"context"
	"runtime"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestLedgerAlwaysAddsUp runs random graphs that end well, fail, are stopped or
// cancelled, and looks at the ledger all the while.
func TestLedgerAlwaysAddsUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text, names := randomGraph(rt)
		w := &world{frames: rapid.IntRange(0, 30).Draw(rt, "frames"), live: rapid.Bool().Draw(rt, "live"), queue: rapid.IntRange(0, 3).Draw(rt, "queue")}
		at := uint64(rapid.IntRange(0, 20).Draw(rt, "seq"))
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		stop := make(chan struct{})
		var once sync.Once
		what := rapid.SampledFrom([]string{"nothing", "fail", "stop", "cancel", "drop"}).Draw(rt, "what happens")
		to := rapid.SampledFrom(names).Draw(rt, "to")
		if what == "drop" && to == "video" {
			what = "nothing" // a source cannot
		}
		w.before = map[string]func(context.Context, nodes.Packet) error{
			to: func(_ context.Context, in nodes.Packet) error {
				runtime.Gosched()
				if in.Stamp.Seq < at {
					return nil
				}
				switch what {
				case "fail":
					return errBroken
				case "stop":
					once.Do(func() { close(stop) })
				case "cancel":
					cancel()
				case "drop":
					return &nodes.Drop{Reason: "poison", Err: errBroken}
				}
				return nil
			},
		}
		g := w.open(t, text)
		done := make(chan error)
		go func() { done <- g.Run(ctx, stop) }()
		for running := true; running; {
			select {
			case err := <-done:
				running = false
				if err != nil && what != "fail" && what != "cancel" {
					rt.Errorf("run: %v", err)
				}
			default:
				balance(t, g.Report().Ledger)
				runtime.Gosched()
			}
		}
		l := end(t, g)
		if (what == "nothing" || what == "stop" || what == "drop") && l.Dropped[reasonStopped] > 0 {
			rt.Errorf("ledger: %s", l)
		}
		if t.Failed() {
			rt.Fatalf("in this graph:%s", text)
		}
	})
}

func randomGraph(t *rapid.T) (text string, names []string) {
	text, names = "\n  video: {type: Video}\n", []string{"video"}
	var boxes []string // nodes that give some
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"}[:rapid.IntRange(0, 7).Draw(t, "nodes")] {
		types := []string{"Find"}
		from := ""
		if len(boxes) > 0 {
			types = []string{"Find", "Cut", "Follow", "Save"}
			from = rapid.SampledFrom(boxes).Draw(t, "from")
		}
		typ := rapid.SampledFrom(types).Draw(t, "type")
		text += "  " + name + ": {type: " + typ + ", in: {" + map[string]string{
			"Find": "frame: video", "Cut": "frame: video, boxes: " + from,
			"Follow": "boxes: " + from, "Save": "frame: video, boxes: " + from,
		}[typ] + "}}\n"
		names = append(names, name)
		if typ != "Save" {
			boxes = append(boxes, name)
		}
	}
	return text, names
}
