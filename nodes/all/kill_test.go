package all_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

// TestSinkIsKilled: a MaskSink in a process that is killed again and again, at any
// moment and over its end as well, leaves what one leaves that nobody disturbs.
func TestSinkIsKilled(t *testing.T) {
	for name, with := range map[string]string{
		"files of the run": "{overlay: o.mp4, coco: o.json, masks: m, jsonl: o.jsonl}",
		"files of streams": "{overlay: '{stream}/o.mkv', coco: '{stream}.json', masks: '{stream}-m', jsonl: '{stream}.jsonl'}",
		"pictures":         "{overlay: '{stream}/{frame}.jpg', coco: o.json}",
	} {
		t.Run(name, func(t *testing.T) {
			packets := twoStreams(t, 150)
			f, err := all.Registry().Lookup("MaskSink")
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			feed(t, openSink(t, f, with), slices.Values(packets))
			want := contents(t)

			t.Chdir(t.TempDir())
			sink := openSink(t, factoryInPlugin(t), with)
			disturbed, stop := killChildren(t, packets)
			feed(t, sink, disturbed)
			stop()
			report := sink.(nodes.Reporter).Report()
			deaths := report.Counters["plugin_deaths"]
			t.Logf("%d deaths; %v", deaths, report)
			if deaths < 3 {
				t.Errorf("%d deaths: nothing was tried", deaths)
			}
			if n := report.Counters["frames"]; n != int64(len(packets)) {
				t.Errorf("it reports %d frames, want %d", n, len(packets))
			}
			sameContents(t, contents(t), want)
		})
	}
}

// twoStreams are the frames of two scenes and what is on them, one scene after the
// other.
func twoStreams(t *testing.T, frames int) (packets []nodes.Packet) {
	t.Helper()
	for seed := range 2 {
		s, err := scene.Parse(fmt.Sprintf("synthetic:160x120?objects=3&seed=%d", seed+1))
		if err != nil {
			t.Fatal(err)
		}
		for i := range frames {
			f := nodes.NewFrame(s.Width, s.Height, nodes.BGR8, s.Pixels(i), nil)
			t.Cleanup(f.Release)
			p := nodestest.Packet(i, nodestest.Ports{"frame": f, "instances": s.Truth(i)})
			p.Stamp.Stream = "stream" + strconv.Itoa(seed)
			packets = append(packets, p)
		}
	}
	return packets
}

// feed runs the sink to its end. A packet over which it was killed too often is sent
// again: here, nobody but the killer is to blame.
func feed(t *testing.T, n nodes.Node, packets iter.Seq[nodes.Packet]) {
	t.Helper()
	for p := range packets {
		_, err := n.Process(context.Background(), p)
		for errors.As(err, new(*nodes.Drop)) {
			_, err = n.Process(context.Background(), p)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	err := n.(nodes.Finisher).Finish(context.Background())
	for wire.Killed(err) {
		err = n.(nodes.Finisher).Finish(context.Background())
	}
	if err := errors.Join(err, n.Close()); err != nil {
		t.Fatal(err)
	}
}

// killChildren kills the programs that this one has started until it is told to stop:
// at random moments, which get rarer, so that there is an end, and over every
// twentieth packet of those that it hands on, so that no machine is too fast for it.
func killChildren(t *testing.T, packets []nodes.Packet) (disturbed iter.Seq[nodes.Packet], stop func()) {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	done, due := make(chan struct{}), make(chan struct{}, 1)
	var wg sync.WaitGroup
	wg.Go(func() {
		for most := 200 * time.Millisecond; ; most += most / 10 {
			select {
			case <-done:
				return
			case <-due:
			case <-time.After(time.Duration(random.Int64N(int64(most)))):
			}
			for _, pid := range nodestest.Children(os.Getpid()) {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	})
	disturbed = func(yield func(nodes.Packet) bool) {
		for i, p := range packets {
			if i%20 == 19 {
				select {
				case due <- struct{}{}:
				default:
				}
			}
			if !yield(p) {
				return
			}
		}
	}
	return disturbed, func() {
		close(done)
		wg.Wait()
	}
}
