package fleet

import (
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
