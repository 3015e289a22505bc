package recorder

import (
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// retryAfter is how long a recording waits after something has failed.
const retryAfter = 5 * time.Second

// recording is that of one stream.
type recording struct {
	cfg    Config
	log    *slog.Logger
	counts *counts
	shelf  *shelf
	now    func() time.Time

	segment *segment  // nil between two
	retry   time.Time // not before; zero while all is well

	over   chan struct{} // holds a word when a segment is over
	behind sync.WaitGroup
}

func newRecording(cfg Config, stream string, log *slog.Logger, c *counts) (*recording, error) {
	s, err := openShelf(cfg.Path, stream, cfg.Keep, log, c)
	if err != nil {
		return nil, err
	}
	r := &recording{cfg: cfg, log: log, counts: c, shelf: s, now: time.Now, over: make(chan struct{}, 1)}
	r.behind.Go(r.finish)
	r.tell() // of what an earlier run has left
	return r, nil
}

// finish makes files of the segments that are over, one after another, until over is
// closed.
func (r *recording) finish() {
	for range r.over {
		r.shelf.finish()
	}
}

func (r *recording) tell() {
	select {
	case r.over <- struct{}{}:
	default:
	}
}

// ready says whether a frame can be recorded. One that cannot is counted.
func (r *recording) ready() bool {
	if r.retry.IsZero() || r.now().After(r.retry) {
		return true
	}
	r.counts.change(func() { r.counts.missed++ })
	return false
}

// write records a frame of even size. An error is a mistake in the settings; what can
// pass by itself is none.
func (r *recording) write(f *nodes.Frame, stamp nodes.Stamp) error {
	if r.segment != nil && r.segment.over(f, stamp.PTS, r.cfg.Length) {
		r.endSegment()
	}
	err := r.room()
	if err == nil && r.segment == nil {
		r.segment, err = newSegment(r.shelf, f, r.startOf(stamp))
	}
	if err == nil {
		err = r.segment.write(f, stamp.PTS)
	}
	if err != nil {
		r.failed(err)
		return nil
	}
	if !r.retry.IsZero() {
		r.retry = time.Time{}
		r.log.Info("recording again", nodes.State(nodes.Running))
	}
	r.counts.change(func() { r.counts.frames++ })
	return nil
}

// startOf is the time of day of a frame: when its camera gave it, if that is known.
func (r *recording) startOf(stamp nodes.Stamp) time.Time {
	if stamp.Captured.IsZero() {
		return r.now()
	}
	return stamp.Captured
}

// failed ends the segment: what is in it stays. The next one is tried later.
func (r *recording) failed(err error) {
	if r.retry.IsZero() {
		r.log.Warn("not recording", nodes.State("paused"), "error", err, "retry", retryAfter)
	}
	r.retry = r.now().Add(retryAfter)
	r.counts.change(func() { r.counts.missed, r.counts.why = r.counts.missed+1, err.Error() })
	r.endSegment()
}

// room sees to it that the segment can be made a file at any moment, which takes its
// size once more. Old segments make room if they may.
func (r *recording) room() error {
	var size int64
	if r.segment != nil {
		size = r.segment.size
	}
	for {
		err := r.shelf.room(size)
		if !errors.Is(err, errFull) || r.cfg.Keep == (Keep{}) || !r.shelf.dropOldest() {
			return err
		}
	}
}

func (r *recording) endSegment() {
	if r.segment == nil {
		return
	}
	if err := r.segment.end(); err != nil {
		r.log.Warn("the end of a segment", "error", err)
	}
	r.segment = nil
	r.tell()
}

func (r *recording) close() error {
	r.endSegment()
	close(r.over)
	r.behind.Wait()
	return r.shelf.close()
}
