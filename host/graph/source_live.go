package graph

import (
	"context"
	"sync"
)

// liveInFlight is how many stamps of a live source are worked on at once. The
// delay of a frame is that number times the slowest node's time, so it is small;
// two keep the slowest node busy as long as it takes half of the whole way or
// more, which is how graphs with a SAM in them are.
const liveInFlight = 2

// runLive captures at the pace of the source and gives the newest packet when
// fewer than liveInFlight are on their way.
func (r *runner) runLive(ctx, reading context.Context) error {
	var capturing sync.WaitGroup
	var ended error
	waiting := make(chan captured, 1)
	capturing.Go(func() {
		ended = r.capture(reading, waiting)
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
// room once the older packet is gone.
func (r *runner) capture(reading context.Context, waiting chan captured) error {
	for {
		c, err := r.read(reading)
		if err != nil {
			return err
		}
		select {
		case old := <-waiting:
			old.out.Release()
			r.ledger.drop(reasonLatest)
		default:
		}
		waiting <- c
	}
}

// admit returns nil when the capture has ended and nothing waits any more.
func (r *runner) admit(ctx context.Context, waiting <-chan captured) error {
	for {
		select {
		case r.slots <- struct{}{}:
		case <-ctx.Done():
			return context.Cause(ctx)
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
