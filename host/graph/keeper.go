package graph

import (
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// costShare is how many times longer than the snapshots of a cut take a graph runs
// before the next ones. What comes after them holds up no node.
const costShare = 100

// keeper takes the checkpoints of a running graph. A nil one takes none.
type keeper struct {
	graph *Graph
	every time.Duration
	save  func(Checkpoint)
	began time.Time

	mu      sync.Mutex
	cuts    map[*runner]Cut
	changed chan struct{}
}

// KeepCheckpoints makes Run hand a checkpoint to save every so often, in a
// goroutine of its own; less often when snapshots would take more than a hundredth
// of the time, or saving is slow. It says whether it will: the frames of a live
// source do not come again, so a graph with one has no checkpoints. Restore, if at
// all, comes before.
func (g *Graph) KeepCheckpoints(every time.Duration, save func(Checkpoint)) bool {
	for _, r := range g.runners {
		if r.live || r.queue > 0 {
			return false
		}
	}
	g.keeper = &keeper{graph: g, every: every, save: save, cuts: g.cuts, changed: make(chan struct{}, 1)}
	return true
}

// start begins to save, and returns what ends it.
func (k *keeper) start() (end func()) {
	if k == nil {
		return func() {}
	}
	k.began = time.Now()
	saved := make(chan struct{})
	go func() {
		defer close(saved)
		for range k.changed {
			k.save(k.checkpoint())
		}
	}()
	return func() {
		close(k.changed)
		<-saved
	}
}

func (k *keeper) checkpoint() (c Checkpoint) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, r := range k.graph.runners {
		if cut, ok := k.cuts[r]; ok {
			c.Cuts = append(c.Cuts, cut)
		}
	}
	return c
}

// mark puts a marker on a source's stamp, unless it is too early for one.
func (k *keeper) mark(source *runner, st nodes.Stamp, now time.Time) *marker {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	last := source.marker
	if last == nil {
		last = &marker{at: k.began}
	}
	if last.left > 0 || now.Sub(last.at) < max(k.every, costShare*last.cost) {
		return nil
	}
	m := &marker{keeper: k, at: now}
	m.cut = Cut{Source: source.name, Stamp: st, Nodes: map[string][]byte{}}
	for _, r := range k.graph.runners {
		if r.source == source {
			m.left++
		}
	}
	source.marker = m
	return m
}

// marker collects the snapshots of a cut. keeper.mu guards what changes. A nil one
// wants none.
type marker struct {
	keeper *keeper
	at     time.Time
	left   int           // nodes that have not taken theirs
	cost   time.Duration // of all snapshots
	cut    Cut
}

// take takes a node's snapshot. It comes after the node has given out its answer,
// or counted the stamp as done, and before its next packet. So when the last node
// takes its own, just the frames up to this one are worked off.
func (m *marker) take(r *runner) {
	if m == nil {
		return
	}
	began := time.Now()
	state, ok := r.snapshot()
	k := m.keeper
	k.mu.Lock()
	defer k.mu.Unlock()
	m.left--
	m.cost += time.Since(began)
	if ok {
		m.cut.Nodes[r.name] = state
	}
	if m.left > 0 {
		return
	}
	m.cut.Ledger = r.source.ledger.workedOff()
	k.cuts[r.source] = m.cut
	select {
	case k.changed <- struct{}{}:
	default: // the one that waits will be of this cut
	}
}

func (r *runner) snapshot() (state []byte, ok bool) {
	s, ok := r.node.(nodes.Snapshotter)
	if !ok {
		return nil, false
	}
	state, err := s.Snapshot()
	if err != nil {
		r.log.Debug("no snapshot", "error", err)
	}
	return state, err == nil
}
