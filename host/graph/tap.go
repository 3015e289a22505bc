package graph

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// Tap is a window on one node of a running graph. The newest view waits in it for
// whoever looks, older ones are let go, and the node never waits.
type Tap struct {
	runner *runner
	every  time.Duration
	ready  chan struct{} // holds something after view or closed has changed

	mu     sync.Mutex
	next   time.Time // no view is taken before
	view   *View
	closed bool
}

// View is a frame that a node got or gave, and what was found on it: of the node's
// own making, else what it got. One reference to the frame belongs to whoever has
// the view.
type View struct {
	Stamp nodes.Stamp
	Frame *nodes.Frame
	Found *nodes.Instances // nil: the node has to do with frames only
}

// Tap opens a window on a node that gets or gives frames, with a view in every
// so many seconds at most. There is one at a time for each node. Close it before
// the memory of the graph's frames goes; the graph's own Close does.
func (g *Graph) Tap(node string, every time.Duration) (*Tap, error) {
	for _, r := range g.runners {
		if r.name != node {
			continue
		}
		if !r.seesFrames() {
			return nil, fmt.Errorf("node %q (%s) has no frames to look at", node, r.factory.Type)
		}
		t := &Tap{runner: r, every: every, ready: make(chan struct{}, 1)}
		if !r.tap.CompareAndSwap(nil, t) {
			return nil, fmt.Errorf("node %q is looked at already", node)
		}
		return t, nil
	}
	return nil, fmt.Errorf("no node %q", node)
}

func (r *runner) seesFrames() bool {
	for _, in := range r.in {
		if in.typ() == nodes.TypeFrame {
			return true
		}
	}
	for _, out := range r.out {
		if out.typ == nodes.TypeFrame {
			return true
		}
	}
	return false
}

// Next waits for a view. io.EOF: the tap is closed.
func (t *Tap) Next(ctx context.Context) (View, error) {
	for {
		t.mu.Lock()
		v, closed := t.view, t.closed
		t.view = nil
		t.mu.Unlock()
		switch {
		case v != nil:
			return *v, nil
		case closed:
			return View{}, io.EOF
		}
		select {
		case <-t.ready:
		case <-ctx.Done():
			return View{}, context.Cause(ctx)
		}
	}
}

// Rest takes no view for a while.
func (t *Tap) Rest(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if next := time.Now().Add(d); next.After(t.next) {
		t.next = next
	}
}

// Close lets go of what waits. It may be called twice and on nil.
func (t *Tap) Close() {
	if t == nil {
		return
	}
	t.runner.tap.CompareAndSwap(t, nil)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	t.put(nil)
}

// put replaces the view that waits. t.mu is held.
func (t *Tap) put(v *View) {
	if t.view != nil {
		t.view.Frame.Release()
	}
	t.view = v
	select {
	case t.ready <- struct{}{}:
	default:
	}
}
