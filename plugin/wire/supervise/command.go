package supervise

import (
	"context"
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

// Commands are what the plugin's node knows, none for most.
func (n *node) Commands() []string { return n.commands }

// Command gives the order again, once, when the program died over it. What it has
// changed outlives the program from then on.
func (n *node) Command(ctx context.Context, name string, body []byte) ([]byte, error) {
	answer, err := n.order(ctx, name, body)
	if errors.Is(err, wire.ErrExited) {
		if fatal := n.mourn(err); fatal != nil {
			return nil, fatal
		}
		answer, err = n.order(ctx, name, body)
	}
	if errors.Is(err, wire.ErrExited) {
		return nil, errors.Join(err, n.mourn(err))
	}
	return answer, err
}

// order is one attempt. A program that does not answer in time is ended.
func (n *node) order(ctx context.Context, name string, body []byte) ([]byte, error) {
	n.plugin.turn.RLock()
	defer n.plugin.turn.RUnlock()
	if err := n.ready(ctx); err != nil {
		return nil, err
	}
	answer, state, err := n.remote.Command(ctx, name, body, n.stateful)
	if err == nil && n.stateful {
		n.state = state
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		n.plugin.kill(n.life, "no answer to an order")
		return nil, fmt.Errorf("plugin %s gave no answer to the order %q: it %w", n.plugin.options.Name, name, wire.ErrExited)
	}
	return answer, err
}

var _ nodes.Commander = (*node)(nil)
