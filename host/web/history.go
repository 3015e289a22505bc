package web

import (
	"slices"
	"sync"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/host/graph"
)

// history is the latest samples of each stream. The zero value is ready.
type history struct {
	mu sync.Mutex
	of map[string]*past
}

// past is that of one stream, or rather of its latest graph: another one may have
// other nodes.
type past struct {
	graph *graph.Graph
	kept  []sampleJSON
}

// keep forgets streams that are gone.
func (h *history) keep(streams []*fleet.Stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for name := range h.of {
		if !slices.ContainsFunc(streams, func(s *fleet.Stream) bool { return s.Name() == name }) {
			delete(h.of, name)
		}
	}
}

func (h *history) add(g *graph.Graph, s sampleJSON) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.of[s.Stream]
	if p == nil || p.graph != g {
		p = &past{graph: g}
	}
	if len(p.kept) == keptSamples {
		p.kept = slices.Delete(p.kept, 0, 1)
	}
	p.kept = append(p.kept, s)
	if h.of == nil {
		h.of = map[string]*past{}
	}
	h.of[s.Stream] = p
}

func (h *history) list(stream string) []sampleJSON {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p := h.of[stream]; p != nil {
		return slices.Clone(p.kept)
	}
	return []sampleJSON{}
}

// fps is how many frames of a stream were finished in the last second.
func (h *history) fps(stream string) float64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p := h.of[stream]; p != nil && len(p.kept) > 0 {
		return p.kept[len(p.kept)-1].FPS
	}
	return 0
}
