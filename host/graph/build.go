package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"

	"github.com/maskgraph/maskgraph/nodes"
)

// Graph is a set of open nodes, ready for one Run.
type Graph struct {
	runners  []*runner // in the order of flow
	stream   string    // that the spec is of; empty: of none
	streams  streams
	clock    clock
	watchers []func(Step)
	ends     []func(FrameEnd)
	keeper   *keeper         // nil: no checkpoints are taken
	cuts     map[*runner]Cut // the last one of each source, here or in the run that this one goes on with
	ran      atomic.Bool
}

// Open checks the spec and opens its nodes, readers before what feeds them, so
// that a sink that cannot write is known before a camera opens. When one fails,
// the others are closed. Problems of the spec come back joined. env is what all
// nodes get, apart from Name and Log, which become each node's own; a nil Log or
// Shared is made up for. A spec with streams is opened one by one: see PerStream.
func Open(ctx context.Context, s *Spec, reg *nodes.Registry, env nodes.Env) (*Graph, error) {
	if len(s.Streams) > 0 {
		return nil, errors.New("graph: the spec has streams; open each that PerStream gives")
	}
	p := newPlan(s, reg)
	if len(p.problems) > 0 {
		var errs []error
		for _, problem := range p.problems {
			errs = append(errs, problem)
		}
		return nil, errors.Join(errs...)
	}
	if env.Log == nil {
		env.Log = slog.New(slog.DiscardHandler)
	}
	if env.Shared == nil {
		env.Shared = &nodes.Shared{}
	}
	if env.Threads == 0 {
		env.Threads = s.Threads
	}
	g := newGraph(p)
	g.stream = s.Stream
	if g.sources() == 1 {
		env.Stream = s.Stream
	}
	for _, r := range slices.Backward(g.runners) {
		if err := r.open(ctx, env); err != nil {
			return nil, errors.Join(err, g.Close())
		}
	}
	g.queue()
	return g, nil
}

// newGraph makes the runners.
func newGraph(p *plan) *Graph {
	g := &Graph{cuts: map[*runner]Cut{}}
	runners := map[*planNode]*runner{}
	for _, n := range p.order {
		r := &runner{name: n.Name, factory: n.factory, cfg: n.cfg, graph: g, orders: make(chan order), over: make(chan struct{})}
		for _, out := range n.out {
			r.out = append(r.out, outlet{port: out.Name, typ: out.Type})
		}
		for _, e := range n.in {
			from := runners[e.from]
			at := slices.IndexFunc(from.out, func(o outlet) bool { return o.port == e.out.Name })
			from.out[at].readers++
			r.in = append(r.in, inlet{port: e.in.Name, by: from, out: at})
		}
		runners[n] = r
		r.source = runners[n.source]
		g.runners = append(g.runners, r)
	}
	for _, n := range p.order {
		if r := runners[n]; r.terminal() {
			runners[n.source].terminals++
		}
	}
	return g
}

func (g *Graph) sources() (n int) {
	for _, r := range g.runners {
		if r.source == r {
			n++
		}
	}
	return n
}

func (r *runner) open(ctx context.Context, env nodes.Env) error {
	if err := context.Cause(ctx); err != nil {
		return r.fail("", err)
	}
	env.Name, env.Log = r.name, slog.New(stateLog{env.Log.Handler(), &r.stats}).With("node", r.name)
	r.log = env.Log
	node, err := r.factory.Open(ctx, env, r.cfg)
	if err != nil {
		return r.fail("", err)
	}
	r.node = node
	if src, ok := node.(nodes.Source); ok && len(r.in) == 0 {
		r.live, r.queue = src.Live(), src.Queue()
	}
	if r.live {
		r.gate = newGate(r)
	}
	r.collect()
	return nil
}

// Close closes the nodes, sources first. It comes after Run, or instead of it,
// and may be called twice.
func (g *Graph) Close() error {
	var errs []error
	neverRan := !g.ran.Swap(true)
	for _, r := range g.runners {
		if neverRan {
			close(r.over)
		}
		r.tap.Load().Close()
		if r.node == nil || r.closed {
			continue
		}
		r.closed = true
		if err := r.node.Close(); err != nil {
			errs = append(errs, r.fail(", close", err))
		}
		r.collect()
	}
	return errors.Join(errs...)
}

// fail says which node an error comes from, and where it was.
func (r *runner) fail(where string, err error) error {
	return fmt.Errorf("node %q (%s)%s: %w", r.name, r.factory.Type, where, err)
}
