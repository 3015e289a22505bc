package fleet

import (
	"fmt"
	"time"
)

// The pause before a stream is opened again doubles from the first to the longest; a
// graph that has lasted for a while makes it short again.
const (
	firstPause   = 500 * time.Millisecond
	longestPause = 30 * time.Second
	lastingRun   = time.Minute
)

// end takes in how a graph has ended. again is nil when the stream goes on at once,
// or not at all; else it is closed when there is no need to wait any longer.
func (s *Stream) end(err error) (again <-chan struct{}) {
	f := s.fleet
	f.mu.Lock()
	if err != nil {
		s.err = err
		s.failures++
	}
	switch {
	case s.next != nil:
		s.state = Starting
	case err == nil || s.gone:
		s.state = Ended
	case f.ending() || !s.retries():
		s.state = Failed
	default:
		s.state = Retrying
		s.drain = make(chan struct{})
		again = s.drain
	}
	state := s.state
	alone := s.alone() && state == Failed // Wait says it at once
	f.mu.Unlock()
	if err != nil && f.ctx.Err() == nil && !alone {
		f.options.Log.Error("the stream failed", "stream", s.name, "state", string(state), "error", err)
	}
	s.changed()
	return again
}

// retries: a live stream is opened again, and one that was never open yet if others
// are live, or may turn out to be, as a camera may be off for a while. f.mu is held.
func (s *Stream) retries() bool {
	if s.graph != nil {
		return s.isLive()
	}
	for _, o := range s.fleet.streams {
		if o.isLive() && !o.over() || o != s && o.state == Starting {
			return true
		}
	}
	return false
}

// retry comes after the pause: the same spec once more, unless there is another one,
// or none any more.
func (s *Stream) retry() {
	f := s.fleet
	f.mu.Lock()
	switch {
	case s.gone:
		s.state = Ended
	case s.next != nil:
	case f.ending():
		s.state = Failed
	default:
		s.next = s.spec
	}
	f.mu.Unlock()
	s.changed()
}

// pauses says how long to wait.
type pauses struct{ last time.Duration }

// wait returns when it is time, or when no more time is to be lost. lasted is how long
// the graph ran before it failed.
func (p *pauses) wait(f *Fleet, again <-chan struct{}, lasted time.Duration) {
	p.last = min(2*p.last, longestPause)
	if p.last == 0 || lasted >= lastingRun {
		p.last = firstPause
	}
	timer := time.NewTimer(p.last)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-again:
		p.last = 0
	case <-f.stop:
	case <-f.ctx.Done():
	}
}

// leave comes when a stream runs nothing any more.
func (f *Fleet) leave(s *Stream) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s.gone {
		f.forget(s)
	}
	if f.left--; f.left == 0 {
		close(f.over)
	}
}

// named says which stream an error is of, unless there are none.
func (s *Stream) named(err error) error {
	if s.alone() {
		return err
	}
	return fmt.Errorf("stream %s: %w", s.name, err)
}

// alone: it is the only one, and its graph file names no streams.
func (s *Stream) alone() bool { return s.spec.Stream == "" && len(s.fleet.streams) == 1 }
