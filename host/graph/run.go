package graph

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/maskgraph/maskgraph/nodes"
)

// Run moves packets until the sources have ended and everything they gave is
// worked off; then each node that is a nodes.Finisher completes its work, in the
// order of flow. The first failure ends the run, nothing is finished after it, and
// it is what Run returns.
//
// When stop, which may be nil, is closed, the sources end early and the rest is
// worked off as usual. Cancelling ctx ends everything now. Nobody can end a
// node that ignores its context: Run then waits until it returns.
//
// With KeepCheckpoints before it, Run saves them; the last one may come while
// the nodes finish their work.
//
// A graph runs once. Close it afterwards, whatever Run returned.
func (g *Graph) Run(ctx context.Context, stop <-chan struct{}) error {
	if g.ran.Swap(true) {
		return errors.New("graph: Run was called already; open the graph anew")
	}
	g.clock.start()
	defer g.clock.stop()
	defer g.keeper.start()()
	run, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	reading, endSources := context.WithCancel(run)
	defer endSources()

	var work, watch sync.WaitGroup
	for _, r := range g.runners {
		work.Go(func() {
			if err := r.run(run, reading); err != nil {
				cancel(err) // the first one counts
			}
		})
	}
	done := make(chan struct{})
	watch.Go(func() {
		select {
		case <-stop:
			endSources()
		case <-done:
		}
	})
	work.Wait()
	close(done)
	watch.Wait()

	finishing := context.Context(run)
	if isClosed(stop) {
		finishing = nodes.Interrupt(run)
	}
	err := g.finish(finishing)
	g.drain()
	return err
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// finish lets the nodes complete their work, unless something has failed.
func (g *Graph) finish(ctx context.Context) error {
	for _, r := range g.runners {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		f, ok := r.node.(nodes.Finisher)
		if !ok {
			continue
		}
		if err := f.Finish(ctx); err != nil {
			return r.fail(", finish", err)
		}
	}
	return nil
}

// drain gives back what a broken-off run left in the queues.
func (g *Graph) drain() {
	for _, r := range g.runners {
		for _, m := range slices.Concat(r.coming...) {
			m.release()
		}
		r.coming = nil
		for _, in := range r.in {
			for len(in.from) > 0 {
				m := <-in.from
				m.release()
			}
		}
		r.collect()
		r.ledger.dropRest(reasonStopped)
	}
}
