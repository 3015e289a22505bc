package graph

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// Commands are those that the test has given the node.
func (n *worldNode) Commands() []string { return n.commands[n.name] }

func (n *worldNode) Command(ctx context.Context, name string, body []byte) ([]byte, error) {
	return n.obey(ctx, n.name, name, body)
}

// echo answers what it was told.
func echo(_ context.Context, node, name string, body []byte) ([]byte, error) {
	if len(body) == 0 {
		return nil, &nodes.Refusal{Reason: "say something"}
	}
	return fmt.Appendf(nil, "%s %s %s", node, name, body), nil
}

func TestOrders(t *testing.T) {
	w := &world{frames: -1, commands: map[string][]string{"masks": {"say"}, "video": {"say"}}, obey: echo}
	g := w.open(t, diamond)
	ctx, stop := context.WithCancel(t.Context())
	var run sync.WaitGroup
	run.Go(func() { _ = g.Run(ctx, nil) })
	for _, tt := range []struct{ name, node, order, body, want, err string }{
		{"carried out", "masks", "say", "hello", "masks say hello", ""},
		{"refused", "masks", "say", "", "", "say something"},
		{"another order", "masks", "sing", "x", "", `node "masks" (Cut) does not know the order "sing"`},
		{"a node without orders", "people", "say", "x", "", `node "people" (Find) does not know the order "say"`},
		{"a source", "video", "say", "x", "", `node "video" (Video) does not know the order "say"`},
		{"no node", "nobody", "say", "x", "", `no node "nobody"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			answer, err := g.Command(t.Context(), tt.node, tt.order, []byte(tt.body))
			if string(answer) != tt.want || text(err) != tt.err {
				t.Errorf("got %q, %v", answer, err)
			}
			if refusal := (*nodes.Refusal)(nil); tt.err != "" && (!errors.As(err, &refusal) || refusal.Missing != (tt.order != "say" || tt.node != "masks")) {
				t.Errorf("got %#v", err)
			}
		})
	}
	stop()
	run.Wait()
	if _, err := g.Command(t.Context(), "masks", "say", []byte("x")); !errors.Is(err, ErrEnded) {
		t.Errorf("after the run: %v", err)
	}
	end(t, g)
}

func TestOrdersToAGraphThatNeverRuns(t *testing.T) {
	w := &world{commands: map[string][]string{"masks": {"say"}}, obey: echo}
	g := w.open(t, diamond)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	if _, err := g.Command(ctx, "masks", "say", []byte("x")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("before the run: %v", err)
	}
	end(t, g)
	if _, err := g.Command(t.Context(), "masks", "say", []byte("x")); !errors.Is(err, ErrEnded) {
		t.Errorf("after the end: %v", err)
	}
}

// TestOrdersWhileANodeIsHeldUp: a node that waits for a packet, or for room behind
// it, obeys at once; one that works, afterwards.
func TestOrdersWhileANodeIsHeldUp(t *testing.T) {
	for _, slow := range []string{"video", "people", "masks", "save"} {
		t.Run(slow, func(t *testing.T) {
			free := make(chan struct{})
			w := &world{frames: 20, commands: map[string][]string{"masks": {"say"}}, obey: echo}
			held := make(chan struct{})
			var once sync.Once
			w.before = map[string]func(context.Context, nodes.Packet) error{slow: func(context.Context, nodes.Packet) error {
				once.Do(func() { close(held) })
				<-free
				return nil
			}}
			g := w.open(t, diamond)
			var run sync.WaitGroup
			run.Go(func() {
				if err := g.Run(t.Context(), nil); err != nil {
					t.Error(err)
				}
			})
			<-held
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			if slow != "masks" {
				cancel()
				ctx, cancel = context.WithTimeout(t.Context(), 10*time.Second)
			}
			_, err := g.Command(ctx, "masks", "say", []byte("x"))
			cancel()
			if works := errors.Is(err, context.DeadlineExceeded); works != (slow == "masks") || err != nil && !works {
				t.Errorf("got %v", err)
			}
			close(free)
			run.Wait()
			end(t, g)
		})
	}
}

// TestOrdersAtAnyMoment gives orders from several goroutines to a run that may be
// broken off: each is carried out once or refused, and never while a node works.
func TestOrdersAtAnyMoment(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := &world{frames: rapid.IntRange(0, 40).Draw(rt, "frames"), live: rapid.Bool().Draw(rt, "live")}
		cut := rapid.IntRange(0, 60).Draw(rt, "cut")
		of := []string{"people", "masks", "tracks", "save"}
		w.commands = map[string][]string{}
		w.before = map[string]func(context.Context, nodes.Packet) error{}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		busy := map[string]*sync.Mutex{}
		for _, name := range of {
			w.commands[name] = []string{"say"}
			mu := &sync.Mutex{}
			busy[name] = mu
			w.before[name] = func(_ context.Context, in nodes.Packet) error {
				if !mu.TryLock() {
					rt.Errorf("%s works and obeys at the same time", name)
					return nil
				}
				defer mu.Unlock()
				if in.Stamp.Seq == uint64(cut) && name == "save" {
					cancel()
				}
				return nil
			}
		}
		var count sync.Map
		w.obey = func(_ context.Context, node, _ string, body []byte) ([]byte, error) {
			if !busy[node].TryLock() {
				rt.Errorf("%s obeys while it works", node)
				return nil, nil
			}
			defer busy[node].Unlock()
			if _, twice := count.LoadOrStore(node+string(body), true); twice {
				rt.Errorf("%s was told %s twice", node, body)
			}
			return body, nil
		}
		g := w.open(t, diamond)
		var telling sync.WaitGroup
		for i := range 3 {
			telling.Go(func() {
				for k := range 10 {
					body := fmt.Sprint(i, k)
					answer, err := g.Command(context.Background(), of[(i+k)%len(of)], "say", []byte(body))
					if err == nil && string(answer) != body || err != nil && !errors.Is(err, ErrEnded) {
						rt.Errorf("got %q, %v", answer, err)
					}
				}
			})
		}
		err := g.Run(ctx, nil)
		if err != nil && !errors.Is(err, context.Canceled) {
			rt.Error(err)
		}
		telling.Wait()
		end(t, g)
	})
}

// TestOrdersComeBeforePackets: a node that is never without packets obeys before the
// next one.
func TestOrdersComeBeforePackets(t *testing.T) {
	for ahead := range 3 {
		synctest.Test(t, func(t *testing.T) {
			w := &world{frames: 40, looks: []string{"masks"}, ahead: ahead, commands: map[string][]string{"masks": {"say"}}}
			seen := uint64(0)
			w.before = map[string]func(context.Context, nodes.Packet) error{"masks": func(_ context.Context, in nodes.Packet) error {
				time.Sleep(time.Second)
				seen = in.Stamp.Seq
				return nil
			}}
			w.obey = func(context.Context, string, string, []byte) ([]byte, error) { return fmt.Append(nil, seen), nil }
			g := w.open(t, diamond)
			var run sync.WaitGroup
			run.Go(func() { _ = g.Run(t.Context(), nil) })
			began := time.Now()
			for i := range 20 {
				time.Sleep(time.Duration(i)*time.Second + 500*time.Millisecond - time.Since(began))
				answer, err := g.Command(t.Context(), "masks", "say", nil)
				if want := fmt.Sprint(i); err != nil || string(answer) != want {
					t.Errorf("looking %d ahead: an order while frame %d is worked on comes after frame %s, %v", ahead, i, answer, err)
				}
			}
			run.Wait()
			end(t, g)
		})
	}
}
