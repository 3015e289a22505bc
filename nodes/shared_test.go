package nodes_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

type thing struct{ close func() error }

func (c *thing) Close() error { return c.close() }

func TestShareOpensOnce(t *testing.T) {
	var s nodes.Shared
	var opened, closed atomic.Int32
	open := func() (*thing, error) {
		opened.Add(1)
		return &thing{func() error { closed.Add(1); return nil }}, nil
	}
	const n = 32
	things, releases := make([]*thing, n), make([]func() error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { things[i], releases[i], _ = nodes.Share(&s, "a", open) })
	}
	wg.Wait()
	for i := range n {
		if things[i] == nil || things[i] != things[0] {
			t.Fatalf("node %d got another thing", i)
		}
		wg.Go(func() {
			_ = releases[i]()
			_ = releases[i]() // counts once
		})
		if i < n-1 {
			wg.Wait()
			if closed.Load() != 0 {
				t.Fatal("closed while somebody holds it")
			}
		}
	}
	wg.Wait()
	if opened.Load() != 1 || closed.Load() != 1 {
		t.Errorf("opened %d times, closed %d times", opened.Load(), closed.Load())
	}
}

func TestShareKeysAndReopening(t *testing.T) {
	var s nodes.Shared
	broken := errors.New("close failed")
	open := func() (*thing, error) { return &thing{func() error { return broken }}, nil }
	a, letA, _ := nodes.Share(&s, "a", open)
	b, letB, _ := nodes.Share(&s, "b", open)
	if a == b {
		t.Error("two keys gave one thing")
	}
	for _, let := range []func() error{letA, letB, letA} {
		if err := let(); err != broken {
			t.Errorf("release says %v", err)
		}
	}
	again, letAgain, _ := nodes.Share(&s, "a", open)
	if again == a {
		t.Error("a closed thing was given out again")
	}
	_ = letAgain()
}

func TestShareForgetsFailure(t *testing.T) {
	var s nodes.Shared
	broken := errors.New("no device")
	gate, arrived := make(chan struct{}), make(chan struct{}, 1)
	var opened atomic.Int32
	fail := func() (*thing, error) {
		opened.Add(1)
		arrived <- struct{}{}
		<-gate
		return nil, broken
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		v, let, err := nodes.Share(&s, "a", fail)
		if v != nil || let != nil || err != broken {
			t.Errorf("got %v, %v", v, err)
		}
	})
	<-arrived
	close(gate)
	wg.Wait()
	_, let, err := nodes.Share(&s, "a", func() (*thing, error) { return &thing{func() error { return nil }}, nil })
	if err != nil || let() != nil || opened.Load() != 1 {
		t.Errorf("after a failure: %v, failed %d times", err, opened.Load())
	}
}

func TestSharedThingMayHoldAnother(t *testing.T) {
	var s nodes.Shared
	innerClosed := false
	_, let, err := nodes.Share(&s, "outer", func() (*thing, error) {
		_, letInner, err := nodes.Share(&s, "inner", func() (*thing, error) {
			return &thing{func() error { innerClosed = true; return nil }}, nil
		})
		return &thing{letInner}, err
	})
	if err != nil || let() != nil || !innerClosed {
		t.Errorf("err %v, inner closed: %v", err, innerClosed)
	}
}

func TestShareOpenCloseRace(t *testing.T) {
	var s nodes.Shared
	var open atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 200 {
				_, let, err := nodes.Share(&s, "a", func() (*thing, error) {
					if i%7 == 0 {
						return nil, errors.New("now and then")
					}
					open.Add(1)
					return &thing{func() error { open.Add(-1); return nil }}, nil
				})
				if err == nil {
					_ = let()
				}
			}
		})
	}
	wg.Wait()
	if n := open.Load(); n != 0 {
		t.Errorf("%d things stay open", n)
	}
}
