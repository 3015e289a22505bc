package graph

import (
	"context"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// runner runs one node.
type runner struct {
	name    string
	factory nodes.Factory
	cfg     any
	graph   *Graph
	log     *slog.Logger
	node    nodes.Node // nil until it is open
	closed  bool
	level   int // the longest way from a source, in edges and what nodes look ahead
	ahead   int // packets that the node wants to see before their turn

	in    []inlet  // what is connected, in the order of the node type's ports
	out   []outlet // every output
	inbox []message

	coming [][]message // of the packets that the node has looked at, oldest first
	stats  stats
	tap    atomic.Pointer[Tap] // nil: nobody looks

	orders chan order    // to the node, from anybody
	over   chan struct{} // closed when it takes no more of them

	source     *runner   // whose stamps it sees; its own if it is one
	toldReason string    // of the last drop that was told
	toldDrop   time.Time // when

	again bool // after a resume it sees all that the source gives, to get into its state

	// Of sources.
	ledger    ledger
	terminals int   // nodes without readers that its packets get to
	live      bool  // what is not taken in time is dropped
	queue     int   // packets that may wait until the graph is ready
	gate      *gate // of a live source
	last      nodes.Stamp
	began     bool         // last is one
	until     *nodes.Stamp // the last one that is given only to nodes that want it again
	marker    *marker      // the last one given out
	inner     string       // the stream's name inside of the graph, if it has another one
	outer     string       // and outside
}

type inlet struct {
	port string
	by   *runner
	out  int // of by's outputs
	from chan message
}

type outlet struct {
	port    string
	typ     nodes.Type
	readers int
	to      []chan message // one for each reader, once the graph is open
}

// message is what lies in a queue. It holds one reference to a frame.
type message struct {
	token   *token
	payload nodes.Payload // nil when a node before has dropped the stamp
}

func (m message) retain() {
	if f, ok := m.payload.(*nodes.Frame); ok {
		f.Retain()
	}
}

func (m message) release() {
	if f, ok := m.payload.(*nodes.Frame); ok {
		f.Release()
	}
}

// terminal says that nobody reads from the node.
func (r *runner) terminal() bool {
	for _, o := range r.out {
		if o.readers > 0 {
			return false
		}
	}
	return true
}

// run works until the node's inputs end, and then ends those of its readers. After
// a failure it does not: the cancelled context is what ends them.
func (r *runner) run(ctx, reading context.Context) error {
	defer close(r.over)
	var err error
	switch {
	case len(r.in) > 0:
		err = r.work(ctx)
	case r.live || r.queue > 0:
		err = r.runAhead(ctx, reading)
	default:
		err = r.runSource(ctx, reading)
	}
	if err != io.EOF { //nolint:errorlint // a node's own EOF is wrapped, and a failure
		return err
	}
	for _, o := range r.out {
		for _, q := range o.to {
			close(q)
		}
	}
	return nil
}

// work answers packets. io.EOF: the inputs have ended.
func (r *runner) work(ctx context.Context) error {
	sent, of, working := time.Now(), "", ctx // of: the stream that working is for
	for {
		if err := r.look(ctx); err != nil {
			return err
		}
		tok, err := r.receive(ctx)
		if err != nil {
			r.releaseInbox()
			return err
		}
		received := time.Now()
		worked := tok.reason.Load() == nil
		r.stats.begin(received)
		r.source.gate.wake()
		if tok.stamp.Stream != of {
			of = tok.stamp.Stream
			working = nodes.ForStream(ctx, of)
		}
		out, err := r.answer(working, tok)
		processed := time.Now()
		r.stats.end(processed, worked)
		r.source.gate.wake()
		if err == nil {
			r.show(tok, out)
		}
		r.releaseInbox()
		if err != nil {
			return r.fail(", "+tok.stamp.String(), err)
		}
		if !r.passes(tok) {
			r.stats.add(received.Sub(sent), processed.Sub(received))
			r.collectNowAndThen(processed)
		}
		if err := r.send(ctx, tok, out); err != nil {
			return err
		}
		tok.marker.take(r)
		asked := sent
		sent = time.Now()
		r.stats.addBlocked(sent.Sub(processed))
		if !r.passes(tok) {
			r.step(tok, asked, received, processed, sent)
		}
	}
}
