package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// liveInFlight is how many stamps of a live source are worked on at once. The
// delay of a frame is that number times the slowest node's time, so it is small;
// two keep the slowest node busy as long as it takes half of the whole way or
// more, which is how graphs with a SAM in them are.
const liveInFlight = 2

// captured is a packet that a source gave.
type captured struct {
	tok *token
	out nodes.Packet
}

// runSource gives what it reads at the pace of its readers.
func (r *runner) runSource(ctx, reading context.Context) error {
	for {
		c, err := r.read(reading)
		if err != nil {
			return err
		}
		read := time.Now()
		if err := r.send(ctx, c.tok, c.out); err != nil {
			return err
		}
		r.stats.addBlocked(time.Since(read))
	}
}

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
			r.graph.ledger.drop(reasonLatest)
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

// read asks the source for one packet. io.EOF: it has ended, or was told to.
func (r *runner) read(reading context.Context) (captured, error) {
	if reading.Err() != nil {
		return captured{}, io.EOF
	}
	began := time.Now()
	out, err := r.node.Process(reading, nodes.Packet{})
	now := time.Now()
	if err == io.EOF || reading.Err() != nil && errors.Is(err, context.Canceled) { //nolint:errorlint // a wrapped EOF is a failure
		return captured{}, io.EOF
	}
	if err != nil {
		return captured{}, r.fail(r.where(), err)
	}
	if err := r.checkOutput(out); err != nil {
		return captured{}, r.fail(", "+out.Stamp.String(), err)
	}
	if err := r.checkStamp(out.Stamp); err != nil {
		out.Release()
		return captured{}, r.fail("", err)
	}
	r.stats.add(0, now.Sub(began))
	r.collectNowAndThen(now)
	r.graph.ledger.read()
	return captured{newToken(r, out.Stamp), out}, nil
}

// where says how far a source has come.
func (r *runner) where() string {
	if !r.began {
		return ""
	}
	return ", after " + r.last.String()
}

func (r *runner) checkStamp(st nodes.Stamp) error {
	if !r.began || st.Stream != r.last.Stream {
		if err := r.graph.streams.claim(st.Stream, r); err != nil {
			return err
		}
	} else if st.Seq <= r.last.Seq || st.PTS <= r.last.PTS {
		return fmt.Errorf("%s follows %s: seq and PTS must rise; this is a fault of the node", st, r.last)
	}
	r.last, r.began = st, true
	return nil
}
