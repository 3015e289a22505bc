package fleet

import (
	"context"
	"errors"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

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
