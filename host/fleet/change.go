package fleet

import (
	"slices"

	"github.com/maskgraph/maskgraph/host/graph"
)

// In this file fleet.mu is held.

func (f *Fleet) find(name string) *Stream {
	at := slices.IndexFunc(f.streams, func(s *Stream) bool { return s.name == name })
	if at < 0 {
		return nil
	}
	return f.streams[at]
}

// put makes the stream of a spec's name be what it says.
func (f *Fleet) put(spec *graph.Spec) {
	s := f.find(spec.Name())
	switch {
	case s == nil:
		f.streams = append(f.streams, f.start(spec))
	case s.is(spec):
	case s.over():
		f.streams[slices.Index(f.streams, s)] = f.start(spec)
	default:
		s.next, s.gone = spec, false
		s.endGraph()
	}
}

func (f *Fleet) start(spec *graph.Spec) *Stream {
	s := &Stream{fleet: f, name: spec.Name(), next: spec, state: Starting, drain: make(chan struct{})}
	f.left++
	go s.live()
	return s
}

// remove drains a stream. One that has ended goes at once.
func (f *Fleet) remove(s *Stream) {
	s.next, s.gone = nil, true
	s.endGraph()
	if s.over() {
		f.forget(s)
	}
}

func (f *Fleet) forget(s *Stream) {
	f.streams = slices.DeleteFunc(f.streams, func(o *Stream) bool { return o == s })
}

// is says whether the stream is, or will be, what spec says.
func (s *Stream) is(spec *graph.Spec) bool {
	to := s.next
	if to == nil {
		to = s.spec
	}
	return !s.gone && to != nil && to.Same(spec)
}

func (s *Stream) over() bool { return s.state == Ended || s.state == Failed }

// endGraph ends the sources of the graph, or the pause before the next one.
func (s *Stream) endGraph() {
	select {
	case <-s.drain:
	default:
		close(s.drain)
	}
}

// ending says that it is too late for changes.
func (f *Fleet) ending() bool {
	select {
	case <-f.over:
	case <-f.stop:
	case <-f.ctx.Done():
	default:
		return false
	}
	return true
}
