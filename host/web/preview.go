package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

const (
	previewEvery = 100 * time.Millisecond
	previewShare = 3  // drawing takes one part of the time in so many, on one core
	maxWatchers  = 16 // of all nodes
)

// previews are the nodes that somebody watches.
type previews struct {
	server *Server

	mu       sync.Mutex
	open     map[watched]*preview
	watchers int
	closed   bool
}

// watched is what a preview shows.
type watched struct{ stream, node string }

// preview draws what one node sees, once for all who watch.
type preview struct {
	of       watched
	tap      *graph.Tap
	watchers map[chan []byte]bool // each holds the newest picture
	newest   []byte
}

// watch gives a channel of JPEGs, which is closed when the graph ends, and what to
// call at the end of watching.
func (p *previews) watch(g *graph.Graph, what watched) (pictures chan []byte, leave func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watchers == maxWatchers || p.closed {
		return nil, nil, errBusy
	}
	of := p.open[what]
	if of == nil {
		tap, err := g.Tap(what.node, previewEvery)
		if err != nil {
			return nil, nil, err
		}
		of = &preview{of: what, tap: tap, watchers: map[chan []byte]bool{}}
		p.open[what] = of
		p.server.working.Go(func() { p.draw(of) })
	}
	p.watchers++
	ch := make(chan []byte, 1)
	if of.newest != nil {
		ch <- of.newest
	}
	of.watchers[ch] = true
	return ch, func() { p.leave(of, ch) }, nil
}

func (p *previews) leave(of *preview, ch chan []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watchers--
	delete(of.watchers, ch)
	if len(of.watchers) > 0 {
		return
	}
	of.tap.Close()
	p.forget(of)
}

// forget: the next who wants to watch the node begins anew. p.mu is held.
func (p *previews) forget(of *preview) {
	if p.open[of.of] == of {
		delete(p.open, of.of)
	}
}

// draw works until the tap is closed, by the last who leaves, or with the graph.
func (p *previews) draw(of *preview) {
	paint := p.server.options.Painter()
	var seen *nodes.Instances // last: shown on while nobody looks
	failed := false
	for {
		v, err := of.tap.Next(context.Background())
		if err != nil {
			p.end(of)
			return
		}
		if v.Found == nil || !v.Found.Skipped {
			seen = v.Found
		}
		began := time.Now()
		picture, err := paint(v.Frame, seen)
		v.Frame.Release()
		of.tap.Rest((previewShare - 1) * time.Since(began))
		if err != nil && !failed {
			failed = true
			p.server.options.Log.Warn("the preview cannot be drawn", "frame", v.Stamp.String(), "error", err)
		}
		if err == nil {
			p.give(of, picture)
		}
	}
}

func (p *previews) give(of *preview, picture []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	of.newest = picture
	for ch := range of.watchers {
		select {
		case <-ch: // it was not fetched in time
		default:
		}
		ch <- picture
	}
}

func (p *previews) end(of *preview) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for ch := range of.watchers {
		close(ch)
	}
	clear(of.watchers)
	p.forget(of)
}

// close ends all of them, for good.
func (p *previews) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, of := range p.open {
		of.tap.Close()
	}
}

var errBusy = fmt.Errorf("%d people watch already, or the run has ended", maxWatchers)
