package web

import (
	"fmt"
	"net/http"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/host/graph"
)

// streams is what there is to show.
func (s *Server) streams() []*fleet.Stream {
	s.mu.Lock()
	f := s.fleet
	s.mu.Unlock()
	if f == nil {
		return nil
	}
	return f.Streams()
}

// asked is the stream that a request names, the first one if it names none. nil: there
// is none, and the visitor knows.
func (s *Server) asked(w http.ResponseWriter, r *http.Request) *fleet.Stream {
	name := r.URL.Query().Get("stream")
	for _, of := range s.streams() {
		if name == "" || of.Name() == name {
			return of
		}
	}
	if name == "" {
		s.notYet(w)
	} else {
		s.refusal(w, http.StatusNotFound, fmt.Errorf("no stream %q", name), nil)
	}
	return nil
}

// askedGraph is the graph of the stream that a request names; nil: there is none, and
// the visitor knows.
func (s *Server) askedGraph(w http.ResponseWriter, r *http.Request) (*fleet.Stream, *graph.Graph) {
	of := s.asked(w, r)
	if of == nil {
		return nil, nil
	}
	_, g := of.Graph()
	if g == nil {
		s.notYet(w)
	}
	return of, g
}
