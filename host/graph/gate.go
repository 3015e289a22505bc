package graph

import (
	"context"
	"sync"
	"time"
)

// gate lets the stamps of a live source into the graph: as few at once as keep the
// slowest node busy, and each just in time for that node, so that a frame waits at
// the source, where a newer one may replace it, and not on its way. A nil gate is
// open.
type gate struct {
	nodes   []*runner // of the source, without it, in the order of flow
	changed chan struct{}

	mu       sync.Mutex
	inFlight int
	entered  int64
}

func newGate(source *runner) *gate {
	g := &gate{changed: make(chan struct{}, 1)}
	for _, r := range source.graph.runners {
		if r.source == source && r != source {
			g.nodes = append(g.nodes, r)
		}
	}
	return g
}

// enter waits until one more stamp is to enter the graph.
func (g *gate) enter(ctx context.Context) error {
	if g == nil {
		return nil
	}
	for {
		wait, ok := g.try(time.Now())
		if ok {
			return nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-g.changed:
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		}
		timer.Stop()
	}
}

// leave comes when a stamp is done.
func (g *gate) leave() {
	if g == nil {
		return
	}
	g.mu.Lock()
	g.inFlight--
	g.mu.Unlock()
	g.wake()
}

// wake comes when a node begins or ends its work on a stamp.
func (g *gate) wake() {
	if g == nil {
		return
	}
	select {
	case g.changed <- struct{}{}:
	default:
	}
}

const (
	longWait  = time.Second            // when only a change can help
	shortWait = 100 * time.Microsecond // no timer is better
)

// try lets a stamp in, or says when to try again if nothing changes before.
func (g *gate) try(now time.Time) (wait time.Duration, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	p := paceOf(g.nodes)
	if g.inFlight >= p.limit {
		return longWait, false
	}
	if p.slowest != nil {
		begun, left := p.slowest.stats.progress(now, p.own)
		free := left + time.Duration(g.entered-begun)*p.own // until the slowest node could begin with it
		if wait := free - p.before - p.own/reserve; wait > 0 {
			return max(wait, shortWait), false
		}
	}
	g.inFlight++
	g.entered++
	return 0, true
}

// reserve is the part of the slowest node's time by which stamps enter early, since
// times vary: a quarter.
const reserve = 4

// pace is what the measured times of nodes ask for.
type pace struct {
	limit   int           // stamps in flight
	slowest *runner       // nil until all are measured
	own     time.Duration // the slowest node's time
	before  time.Duration // the longest way to it
}

// paceOf goes by Little's law: the slowest node is busy when as many stamps are on
// their way as its time fits into that of the longest way. Until each node has
// worked once there is one.
func paceOf(nodes []*runner) pace {
	p := pace{limit: 1}
	ends := map[*runner]time.Duration{}
	longest := time.Duration(0)
	for _, r := range nodes {
		begin := time.Duration(0)
		for _, in := range r.in {
			begin = max(begin, ends[in.by])
		}
		own, measured := r.stats.usual()
		if !measured {
			return pace{limit: 1}
		}
		ends[r] = begin + own
		longest = max(longest, ends[r])
		if p.slowest == nil || own > p.own {
			p.slowest, p.own, p.before = r, own, begin
		}
	}
	if p.own > 0 {
		p.limit = int((longest + p.own - 1) / p.own)
	}
	return p
}
