package ort

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/maskgraph/maskgraph/nodes"
)

// gate hands out the places of a session: as many runs at once as fit the cores. Who
// finds none waits, and gets one in the order of arrival, but after those of other
// streams that had theirs longer ago: a stream that asks for much waits for itself.
type gate struct {
	mu      sync.Mutex
	free    int
	waiting []*ticket        // in order of arrival
	last    map[string]int64 // by stream: the number of its last turn
	turns   int64
}

type ticket struct {
	stream string
	turn   chan struct{} // closed when the place is the ticket's
}

// forgetAbove is how many streams are remembered.
const forgetAbove = 1024

func newGate(threads int) *gate {
	return &gate{free: max(1, runtime.GOMAXPROCS(0)/threads), last: map[string]int64{}}
}

// enter waits for a place, for the stream that ctx is of.
func (g *gate) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t := g.ask(nodes.StreamOf(ctx))
	select {
	case <-t.turn:
		return nil
	default:
	}
	select {
	case <-t.turn:
		return nil
	case <-ctx.Done():
		g.giveUp(t)
		return ctx.Err()
	}
}

// try takes a place if one is free.
func (g *gate) try(stream string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.free == 0 {
		return false
	}
	g.free--
	g.call(&ticket{stream, make(chan struct{})})
	return true
}

func (g *gate) ask(stream string) *ticket {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := &ticket{stream, make(chan struct{})}
	if g.free > 0 { // then nobody waits
		g.free--
		g.call(t)
	} else {
		g.waiting = append(g.waiting, t)
	}
	return t
}

// call gives a place to a ticket. g.mu is held.
func (g *gate) call(t *ticket) {
	if len(g.last) > forgetAbove {
		clear(g.last)
	}
	g.turns++
	g.last[t.stream] = g.turns
	close(t.turn)
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		g.free++
		return
	}
	next := 0
	for i, t := range g.waiting {
		if g.last[t.stream] < g.last[g.waiting[next].stream] {
			next = i
		}
	}
	t := g.waiting[next]
	g.waiting = slices.Delete(g.waiting, next, next+1)
	g.call(t)
}

// giveUp takes back a ticket, or the place that it was given at the last moment.
func (g *gate) giveUp(t *ticket) {
	g.mu.Lock()
	at := slices.Index(g.waiting, t)
	if at >= 0 {
		g.waiting = slices.Delete(g.waiting, at, at+1)
	}
	g.mu.Unlock()
	if at < 0 {
		g.leave()
	}
}
