package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// captured is a packet that a source gave.
type captured struct {
	tok *token
	out nodes.Packet

	began, ended time.Time // of reading it
}

// runSource gives what it reads at the pace of its readers.
func (r *runner) runSource(ctx, reading context.Context) error {
	for {
		c, err := r.read(reading)
		if err != nil {
			return err
		}
		if err := r.send(ctx, c.tok, c.out); err != nil {
			return err
		}
		sent := time.Now()
		r.stats.addBlocked(sent.Sub(c.ended))
		r.step(c.tok, c.began, c.began, c.ended, sent)
		c.tok.marker.take(r)
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
	if err == io.EOF && r.until != nil && reading.Err() == nil { //nolint:errorlint // a wrapped EOF is a failure
		return captured{}, r.fail("", fmt.Errorf("it ended before %s, which it gave in the run that was broken off: it reads something else now", *r.until))
	}
	if err == io.EOF || reading.Err() != nil && errors.Is(err, context.Canceled) { //nolint:errorlint // a wrapped EOF is a failure
		return captured{}, io.EOF
	}
	if err != nil {
		return captured{}, r.fail(r.where(), err)
	}
	if err := r.checkOutput(out); err != nil {
		return captured{}, r.fail(", "+out.Stamp.String(), err)
	}
	out.Stamp.Stream = r.named(out.Stamp.Stream)
	if err := r.checkStamp(out.Stamp); err != nil {
		out.Release()
		return captured{}, r.fail("", err)
	}
	r.stats.add(0, now.Sub(began))
	r.collectNowAndThen(now)
	return captured{r.admitted(out.Stamp, now), out, began, now}, nil
}

// admitted makes the token of a stamp and counts it, unless it is one of before a
// resume.
func (r *runner) admitted(st nodes.Stamp, now time.Time) *token {
	tok := newToken(r, st)
	if r.until == nil {
		r.ledger.read()
		tok.marker = r.graph.keeper.mark(r, st, now)
		return tok
	}
	tok.again = true
	if st == *r.until {
		r.until = nil
	}
	return tok
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
