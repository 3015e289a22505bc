package graph

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/maskgraph/maskgraph/nodes"
)

// token follows one stamp through the graph. Every message of the stamp points to it.
type token struct {
	stamp  nodes.Stamp
	source *runner
	again  bool                   // it was worked off before a resume
	marker *marker                // nil: no snapshots are wanted
	left   atomic.Int32           // terminal nodes that have not done it
	reason atomic.Pointer[string] // why a node has dropped the stamp; nil: none has
}

func newToken(source *runner, st nodes.Stamp) *token {
	t := &token{stamp: st, source: source}
	t.left.Store(int32(source.terminals))
	return t
}

// drop marks the stamp: when its last message is worked off, it is not finished
// but dropped.
func (t *token) drop(reason string) { t.reason.CompareAndSwap(nil, &reason) }

// done is called by every terminal node once; the last one finishes the stamp.
func (t *token) done() {
	if t.left.Add(-1) > 0 || t.again {
		return
	}
	end := FrameEnd{Stamp: t.stamp}
	if reason := t.reason.Load(); reason != nil {
		end.Dropped = *reason
		t.source.ledger.drop(*reason)
	} else {
		t.source.ledger.finish()
	}
	t.source.gate.leave()
	t.source.graph.frameEnd(end)
}

func (t *token) String() string {
	if t == nil {
		return "ended"
	}
	return t.stamp.String()
}

// streams knows which source gives which stream.
type streams struct {
	mu    sync.Mutex
	owner map[string]*runner
}

// named is what a source's stream is called outside of the graph: graphs that run side
// by side have names of their own, so that stamps are equal only where they mean the
// same frame.
func (r *runner) named(stream string) string {
	of := r.graph.stream
	if of == "" || stream == of {
		return stream
	}
	if stream != r.inner {
		r.inner, r.outer = stream, of+"/"+stream
	}
	return r.outer
}

// Gives says whether a source of the graph gives or gave a stream of that name.
func (g *Graph) Gives(stream string) bool {
	g.streams.mu.Lock()
	defer g.streams.mu.Unlock()
	return g.streams.owner[stream] != nil
}

// claim is called at the start of every stream.
func (s *streams) claim(name string, r *runner) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.owner == nil {
		s.owner = map[string]*runner{}
	}
	switch owner := s.owner[name]; owner {
	case nil:
		s.owner[name] = r
		return nil
	case r:
		return fmt.Errorf("stream %q starts a second time; a source must name its streams apart", name)
	default:
		return fmt.Errorf("stream %q is the name of node %q's stream too; set stream: to another name on one of them", name, owner.name)
	}
}
