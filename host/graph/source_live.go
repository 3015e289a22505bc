package graph

import (
	"context"
	"sync"
)

// runAhead captures at the pace of the source. What the graph is not ready for
// waits; of a live source the oldest is dropped when there is no more room, any
// other one has to wait itself.
func (r *runner) runAhead(ctx, reading context.Context) error {
	var capturing sync.WaitGroup
	var ended error
	waiting := make(chan captured, max(1, r.queue))
	capturing.Go(func() {
		ended = r.capture(ctx, reading, waiting)
		close(waiting)
	})
	err := r.admit(ctx, waiting)
	capturing.Wait()
	for c := range waiting {
		c.out.Release()
	}
	if err != nil {
		return err
	}
	return ended
}

// capture reads until the source ends. Only it fills waiting, so there is always
// room once an older packet is gone.
func (r *runner) capture(ctx, reading context.Context, waiting chan captured) error {
	for {
		c, err := r.read(reading)
		if err != nil {
			return err
		}
		r.step(c.tok, c.began, c.began, c.ended, c.ended)
		if r.live && len(waiting) == cap(waiting) {
			select {
			case old := <-waiting:
				old.out.Release()
				r.ledger.drop(reasonLatest)
				r.graph.frameEnd(FrameEnd{old.tok.stamp, reasonLatest, true})
			default:
			}
		}
		select {
		case waiting <- c:
		case <-ctx.Done():
			c.out.Release()
			return context.Cause(ctx)
		}
	}
}

// admit returns nil when the capture has ended and nothing waits any more.
func (r *runner) admit(ctx context.Context, waiting <-chan captured) error {
	for {
		if err := r.gate.enter(ctx); err != nil {
			return err
		}
		select {
		case c, ok := <-waiting:
			if !ok {
				return nil
			}
			if err := r.send(ctx, c.tok, c.out); err != nil {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
