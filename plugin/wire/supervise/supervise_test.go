package supervise

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

var quick = Policy{Max: 10, Window: time.Minute, Backoff: time.Millisecond, Timeout: 20 * time.Second}

func start(t *testing.T, policy Policy) *Plugin {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p, err := Start(t.Context(), wire.Options{
		Name: "test", Path: path, Env: []string{"MASKGRAPH_WIRETEST=1"}, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	}, policy)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func openNode(t *testing.T, p *Plugin, typ, settings string) nodes.Node {
	t.Helper()
	reg, err := p.Registry()
	if err != nil {
		t.Fatal(err)
	}
	f, err := reg.Lookup(typ)
	if err != nil {
		t.Fatal(err)
	}
	cfg, problems := nodestest.Decode(f, "g.yaml", settings)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n, err := f.Open(t.Context(), nodestest.Env(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

func send(t *testing.T, n nodes.Node, seq int) (nodes.Packet, error) {
	t.Helper()
	boxes := &nodes.Instances{Width: 100, Height: 100, Items: []nodes.Instance{{Box: nodes.Box{X2: float32(seq + 1), Y2: 1}}}}
	return n.Process(context.Background(), nodestest.Packet(seq, nodestest.Ports{"boxes": boxes}))
}

func counter(n nodes.Node, name string) int64 { return n.(nodes.Reporter).Report().Counters[name] }

// TestDeathsAreSurvived: the frame in flight is answered by the next process.
func TestDeathsAreSurvived(t *testing.T) {
	for _, how := range []string{"panic", "exit", "kill", "segv", "hang"} {
		t.Run(how, func(t *testing.T) {
			policy := quick
			if how == "hang" {
				policy.Timeout = 500 * time.Millisecond
			}
			n := openNode(t, start(t, policy), "Fragile", "{at: 2, how: "+how+", once: "+filepath.Join(t.TempDir(), "once")+"}")
			for seq := range 5 {
				out, err := send(t, n, seq)
				if err != nil {
					t.Fatalf("frame %d: %v", seq, err)
				}
				if got := out.Instances("boxes").Items[0].Box.X2; got != float32(seq+1) {
					t.Errorf("frame %d: answered with %g", seq, got)
				}
			}
			if d := counter(n, "plugin_deaths"); d != 1 {
				t.Errorf("%d deaths counted", d)
			}
		})
	}
}

// TestStateIsRestored: a stateful node goes on where its last packet left it, and
// its counters are not lost.
func TestStateIsRestored(t *testing.T) {
	n := openNode(t, start(t, quick), "Sum", "{at: 3, how: kill, once: "+filepath.Join(t.TempDir(), "once")+"}")
	for seq := range 6 {
		out, err := send(t, n, seq)
		if err != nil {
			t.Fatal(err)
		}
		if got := out.Instances("boxes").Items[0].Box.X2; got != float32(seq+1) {
			t.Errorf("frame %d: it has seen %g packets", seq, got)
		}
	}
	if err := n.Close(); err != nil { // brings the last report
		t.Fatal(err)
	}
	if seen, d := counter(n, "seen"), counter(n, "plugin_deaths"); seen != 6 || d != 1 {
		t.Errorf("it reports %d packets and %d deaths, want 6 and 1", seen, d)
	}
}

// TestPoison: a frame that kills twice is given up, and the next one goes through.
func TestPoison(t *testing.T) {
	n := openNode(t, start(t, quick), "Fragile", "{at: 1, how: panic}")
	for seq := range 4 {
		_, err := send(t, n, seq)
		drop := (*nodes.Drop)(nil)
		switch isDrop := errors.As(err, &drop); {
		case seq != 1 && err != nil:
			t.Errorf("frame %d: %v", seq, err)
		case seq == 1 && (!isDrop || drop.Reason != "poison" || !strings.Contains(err.Error(), "panic: frame 1 is not to my taste")):
			t.Errorf("frame 1: got %v", err)
		}
	}
	if d, p := counter(n, "plugin_deaths"), counter(n, "poison_frames"); d != 2 || p != 1 {
		t.Errorf("%d deaths and %d poison frames counted", d, p)
	}
}

// TestInnocentNodesLoseNothing: a node that shares the program with one that kills
// it again and again answers every frame.
func TestInnocentNodesLoseNothing(t *testing.T) {
	p := start(t, Policy{Max: 100, Window: time.Minute, Timeout: 20 * time.Second})
	guilty, innocent := openNode(t, p, "Fragile", "{at: 7, how: exit}"), openNode(t, p, "Sum", "{}")
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 10 {
			if _, err := send(t, guilty, 7); !errors.As(err, new(*nodes.Drop)) {
				t.Errorf("the guilty one: %v", err)
			}
		}
	})
	wg.Go(func() {
		for seq := range 200 {
			out, err := send(t, innocent, seq)
			if err != nil {
				t.Errorf("frame %d: %v", seq, err)
				return
			}
			if got := out.Instances("boxes").Items[0].Box.X2; got != float32(seq+1) {
				t.Errorf("frame %d: it has seen %g packets", seq, got)
			}
		}
	})
	wg.Wait()
}

// TestKilledFromOutside: a program that somebody kills again and again is given
// more chances than one that crashes.
func TestKilledFromOutside(t *testing.T) {
	n := openNode(t, start(t, Policy{Max: 100, Window: time.Minute, Timeout: 20 * time.Second}), "Fragile", "{at: 0, how: kill}")
	if _, err := send(t, n, 0); !errors.As(err, new(*nodes.Drop)) {
		t.Errorf("got %v", err)
	}
	if d := counter(n, "plugin_deaths"); d != maxDeaths {
		t.Errorf("%d deaths counted, want %d", d, maxDeaths)
	}
}

// TestKilledOverSettings: a program that somebody kills while it checks settings checks
// them again.
func TestKilledOverSettings(t *testing.T) {
	n := openNode(t, start(t, quick), "Fragile", "{at: -1, how: kill, once: "+filepath.Join(t.TempDir(), "once")+"}")
	if _, err := send(t, n, 0); err != nil {
		t.Error(err)
	}
}

// TestKilledAtItsStart: a program that somebody kills before it is ready is started again,
// but not for ever.
func TestKilledAtItsStart(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		times  int
		killed bool // to the end
	}{{"once", 1, false}, {"as often as may be", maxDeaths - 1, false}, {"too often", maxDeaths, true}} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "plugin.sh")
			script := fmt.Sprintf("#!/bin/sh\necho >> %[1]s.log\n[ $(wc -l < %[1]s.log) -gt %[2]d ] || kill -9 $$\nexec %[3]s\n", path, tt.times, self)
			if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
			p, err := Start(t.Context(), wire.Options{Name: "test", Path: path, Env: []string{"MASKGRAPH_WIRETEST=1"}}, quick)
			if wire.Killed(err) != tt.killed || !tt.killed && err != nil {
				t.Errorf("got %v", err)
			}
			if p != nil && p.Close() != nil {
				t.Error("it does not close")
			}
		})
	}
}

func TestGivenUp(t *testing.T) {
	p := start(t, Policy{Max: 3, Window: time.Minute, Backoff: time.Millisecond})
	n := openNode(t, p, "Fragile", "{at: 0, how: panic}")
	var err error
	for range 3 {
		if _, err = send(t, n, 0); !errors.As(err, new(*nodes.Drop)) {
			break
		}
	}
	if err == nil || !strings.HasPrefix(err.Error(), "plugin test died 4 times within 1m0s and is given up; its last words:\n") ||
		!strings.Contains(err.Error(), "frame 0 is not to my taste") {
		t.Errorf("got %v", err)
	}
}

func TestSinkIsNotStartedAgain(t *testing.T) {
	n := openNode(t, start(t, quick), "Sink", "{at: 1, how: kill, once: "+filepath.Join(t.TempDir(), "once")+"}")
	if _, err := send(t, n, 0); err != nil {
		t.Fatal(err)
	}
	_, err := send(t, n, 1)
	if !errors.Is(err, wire.ErrExited) || !strings.HasSuffix(err.Error(), "what it had taken in is lost with it, so it is not started again") {
		t.Errorf("got %v", err)
	}
}

func TestCancelledWhileWaitingToStart(t *testing.T) {
	p := start(t, Policy{Max: 5, Window: time.Minute, Backoff: time.Hour})
	n := openNode(t, p, "Fragile", "{at: 0, how: kill}")
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	boxes := &nodes.Instances{Width: 1, Height: 1}
	if _, err := n.Process(ctx, nodestest.Packet(0, nodestest.Ports{"boxes": boxes})); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestConformance(t *testing.T) {
	reg, err := start(t, quick).Registry()
	if err != nil {
		t.Fatal(err)
	}
	for _, typ := range []string{"Fragile", "Sum", "Sink"} {
		f, err := reg.Lookup(typ)
		if err != nil {
			t.Fatal(err)
		}
		one := &nodes.Instances{Width: 1000, Height: 10, Items: []nodes.Instance{{Box: nodes.Box{X2: 5, Y2: 5}}}}
		nodestest.Check(t, f, "", nodestest.Packet(0, nodestest.Ports{"boxes": one}), nodestest.Packet(1, nodestest.Ports{"boxes": one}))
	}
}
