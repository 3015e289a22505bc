package ort

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

func gateOf(places int) *gate { return &gate{free: places, last: map[string]int64{}} }

// TestGateIsFair: a stream that asks ten times as often, from four nodes at once, gets
// no more turns than one that asks whenever it has had its turn.
func TestGateIsFair(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := gateOf(1)
		turns := map[string]*atomic.Int64{"modest": {}, "greedy": {}}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		var working sync.WaitGroup
		ask := func(stream string) {
			working.Go(func() {
				for g.enter(nodes.ForStream(ctx, stream)) == nil {
					time.Sleep(10 * time.Millisecond)
					turns[stream].Add(1)
					g.leave()
				}
			})
		}
		ask("modest")
		for range 4 {
			ask("greedy")
		}
		working.Wait()
		modest, greedy := turns["modest"].Load(), turns["greedy"].Load()
		if modest+greedy < 990 || modest < greedy-1 || modest > greedy+1 {
			t.Errorf("%d turns of the modest stream, %d of the greedy one", modest, greedy)
		}
	})
}

// TestGateOrder: who comes first is first, and a stream's second request comes after
// the first ones of others.
func TestGateOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := gateOf(1)
		if err := g.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		var order []string
		var working sync.WaitGroup
		for i, stream := range []string{"a", "a", "b", "a", "c", "b"} {
			working.Go(func() {
				if err := g.enter(nodes.ForStream(t.Context(), stream)); err != nil {
					t.Error(err)
				}
				mu.Lock()
				order = append(order, fmt.Sprint(stream, i))
				mu.Unlock()
				g.leave()
			})
			synctest.Wait()
		}
		g.leave()
		working.Wait()
		if got := fmt.Sprint(order); got != "[a0 b2 c4 a1 b5 a3]" {
			t.Error(got)
		}
	})
}

// TestGateHoldsItsPlaces: whoever asks and gives up, and whenever, no more are in than
// there are places, everybody gets one in the end, and all places are free then.
func TestGateHoldsItsPlaces(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type visit struct{ come, patience, stay int }
		ms := rapid.IntRange(0, 20)
		visits := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) visit {
			return visit{ms.Draw(rt, "come"), ms.Draw(rt, "patience"), ms.Draw(rt, "stay")}
		}), 1, 20).Draw(rt, "visits")
		places := rapid.IntRange(1, 3).Draw(rt, "places")
		synctest.Test(t, func(t *testing.T) {
			g := gateOf(places)
			var in atomic.Int64
			var working sync.WaitGroup
			for i, v := range visits {
				working.Go(func() {
					time.Sleep(time.Duration(v.come) * time.Millisecond)
					ctx := nodes.ForStream(t.Context(), fmt.Sprint(i%3))
					if v.patience%2 == 1 {
						patient, cancel := context.WithTimeout(ctx, time.Duration(v.patience)*time.Millisecond)
						defer cancel()
						ctx = patient
					}
					if err := g.enter(ctx); err != nil {
						return
					}
					if n := in.Add(1); n > int64(places) {
						t.Errorf("%d are in %d places", n, places)
					}
					time.Sleep(time.Duration(v.stay) * time.Millisecond)
					in.Add(-1)
					g.leave()
				})
			}
			working.Wait()
			if g.free != places || len(g.waiting) != 0 {
				t.Errorf("%d of %d places are free, %d wait", g.free, places, len(g.waiting))
			}
		})
	})
}

func BenchmarkGate(b *testing.B) {
	g, ctx := newGate(1), nodes.ForStream(b.Context(), "front")
	b.ReportAllocs()
	for b.Loop() {
		if err := g.enter(ctx); err != nil {
			b.Fatal(err)
		}
		g.leave()
	}
}
