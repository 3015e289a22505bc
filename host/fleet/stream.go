package fleet

import (
	"context"
	"errors"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

// State is what a stream does.
type State string

// The states of a stream.
const (
	Starting State = "starting" // its graph is being opened
	Running  State = "running"
	Retrying State = "retrying" // it failed and will be opened again
	Draining State = "draining" // its sources have been ended, the rest is worked off
	Ended    State = "ended"
	Failed   State = "failed" // and it will not be opened again
)

// Stream is one of a Fleet.
type Stream struct {
	fleet *Fleet
	name  string

	// fleet.mu guards the rest.
	spec     *graph.Spec   // that runs, or ran last
	next     *graph.Spec   // that follows; nil: none does, or the same after a failure
	gone     bool          // it was removed
	drain    chan struct{} // closed: what runs is to end
	graph    *graph.Graph  // the latest; nil before the first
	state    State
	err      error // the last failure
	failures int64
	began    time.Time // of the latest graph
}

// Status is how a stream is doing.
type Status struct {
	State    State
	Err      error     // the last failure; when it runs or has ended well, of before
	Failures int64     // since it was added
	Began    time.Time // when the latest graph was opened; zero: none was
	Live     bool      // it has a live source
}

// Name is what the stream is called.
func (s *Stream) Name() string { return s.name }

// Status is how the stream is doing now.
func (s *Stream) Status() Status {
	s.fleet.mu.Lock()
	defer s.fleet.mu.Unlock()
	return Status{State: s.state, Err: s.err, Failures: s.failures, Began: s.began, Live: s.isLive()}
}

// Graph is the latest graph of the stream and its spec; nil before the first is open,
// or of no stream.
func (s *Stream) Graph() (*graph.Spec, *graph.Graph) {
	if s == nil {
		return nil, nil
	}
	s.fleet.mu.Lock()
	defer s.fleet.mu.Unlock()
	return s.spec, s.graph
}

// isLive: with fleet.mu held.
func (s *Stream) isLive() bool { return s.graph != nil && s.graph.Live() }

// live opens and runs one graph after another, for as long as there is another.
func (s *Stream) live() {
	defer s.fleet.leave(s)
	pause := pauses{}
	for {
		spec, drain := s.begin()
		if spec == nil {
			return
		}
		began := time.Now()
		err := s.once(spec, drain)
		again := s.end(err)
		if again == nil {
			continue
		}
		pause.wait(s.fleet, again, time.Since(began))
		s.retry()
	}
}

// begin takes what is to run; nil: nothing.
func (s *Stream) begin() (*graph.Spec, <-chan struct{}) {
	s.fleet.mu.Lock()
	spec := s.next
	if spec == nil {
		s.fleet.mu.Unlock()
		return nil, nil
	}
	s.spec, s.next, s.drain, s.state = spec, nil, make(chan struct{}), Starting
	drain := s.drain
	s.fleet.mu.Unlock()
	s.changed()
	return spec, drain
}

// once opens, runs and closes one graph.
func (s *Stream) once(spec *graph.Spec, drain <-chan struct{}) error {
	opening, cancel := context.WithCancel(s.fleet.ctx)
	defer cancel()
	stop, done := make(chan struct{}), make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-drain:
		case <-s.fleet.stop:
		case <-done:
			return
		}
		close(stop)
		cancel()
		s.set(Draining)
	}()
	defer func() {
		close(done)
		<-watched
	}()
	g, letGo, err := s.fleet.options.Open(opening, spec)
	if err != nil {
		select {
		case <-stop:
			return nil // it was given up in time
		default:
			return err
		}
	}
	s.show(g)
	err = g.Run(s.fleet.ctx, stop)
	err = errors.Join(err, g.Close(), letGo())
	if ended := s.fleet.options.Ended; ended != nil {
		ended(spec, g.Report(), err)
	}
	return err
}

func (s *Stream) show(g *graph.Graph) {
	s.fleet.mu.Lock()
	s.graph, s.began = g, time.Now()
	if s.state == Starting {
		s.state = Running
	}
	s.fleet.mu.Unlock()
	s.changed()
}

func (s *Stream) set(state State) {
	s.fleet.mu.Lock()
	s.state = state
	s.fleet.mu.Unlock()
	s.changed()
}

func (s *Stream) changed() {
	if told := s.fleet.options.Changed; told != nil {
		told(s)
	}
}
