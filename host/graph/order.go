package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// ErrEnded says that a node takes no orders any more.
var ErrEnded = errors.New("the run has ended")

// orderTime is what a node may take for an order.
const orderTime = 10 * time.Second

// order is something to do for a node, between two packets.
type order struct {
	name string
	body []byte
	done chan done // has room for one
}

type done struct {
	answer []byte
	err    error
}

// Command gives an order to a node, see nodes.Commander, and waits until it is
// carried out: that is when the node has worked off its packet, and at once while it
// waits for one or for room behind it. A *nodes.Refusal says that there is no such
// node, or that it does not know the order; ErrEnded, that the node has ended. When
// ctx ends first, the order may still be carried out.
//
// It may be called from any goroutine once the graph is open.
func (g *Graph) Command(ctx context.Context, node, name string, body []byte) ([]byte, error) {
	at := slices.IndexFunc(g.runners, func(r *runner) bool { return r.name == node })
	if at < 0 {
		return nil, &nodes.Refusal{Missing: true, Reason: fmt.Sprintf("no node %q", node)}
	}
	r := g.runners[at]
	if !slices.Contains(r.commands(), name) {
		return nil, &nodes.Refusal{Missing: true, Reason: fmt.Sprintf("node %q (%s) does not know the order %q", node, r.factory.Type, name)}
	}
	o := order{name, body, make(chan done, 1)}
	select {
	case r.orders <- o:
	case <-r.over:
		return nil, ErrEnded
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	select {
	case d := <-o.done:
		return d.answer, d.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// commands are the orders that the node knows.
func (r *runner) commands() []string {
	if c, ok := r.node.(nodes.Commander); ok && len(r.in) > 0 {
		return c.Commands()
	}
	return nil
}

// obey carries out an order.
func (r *runner) obey(ctx context.Context, o order) {
	ctx, cancel := context.WithTimeout(ctx, orderTime)
	defer cancel()
	answer, err := r.node.(nodes.Commander).Command(ctx, o.name, o.body)
	o.done <- done{answer, err}
}

// mostOrders are carried out between two packets that wait already.
const mostOrders = 16

// catchUp carries out the orders that wait. A node that always has a packet waiting
// would not come to them otherwise.
func (r *runner) catchUp(ctx context.Context) {
	for range mostOrders {
		select {
		case o := <-r.orders:
			r.obey(ctx, o)
		default:
			return
		}
	}
}

// next is what comes from a queue. Orders are carried out meanwhile.
func (r *runner) next(ctx context.Context, from <-chan message) (message, error) {
	for {
		select {
		case m := <-from:
			return m, nil
		case o := <-r.orders:
			r.obey(ctx, o)
		case <-ctx.Done():
			return message{}, context.Cause(ctx)
		}
	}
}

// put waits for room in a queue. Orders are carried out meanwhile.
func (r *runner) put(ctx context.Context, to chan<- message, m message) error {
	for {
		select {
		case to <- m:
			return nil
		case o := <-r.orders:
			r.obey(ctx, o)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
