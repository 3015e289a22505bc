package wiretest

import (
	"context"
	"errors"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

// node is a node of another process in the shape of one of this process.
type node struct {
	remote *wire.Node
	open   func(ctx context.Context, state []byte) (*wire.Node, error)
	state  []byte // after the last packet
}

func open(ctx context.Context, p *wire.Process, typ string, env nodes.Env, settings string) (nodes.Node, error) {
	n := &node{open: func(ctx context.Context, state []byte) (*wire.Node, error) {
		remote, problems, err := p.Open(ctx, typ, env, settings, state)
		if len(problems) > 0 {
			err = problems[0]
		}
		return remote, err
	}}
	var err error
	if n.remote, err = n.open(ctx, nil); err != nil {
		return nil, err
	}
	about, isSource := n.remote.Source()
	switch stateful := n.remote.Stateful(); {
	case isSource && stateful:
		return struct {
			*node
			nodes.Source
			snapshotter
		}{n, about, snapshotter{n}}, nil
	case isSource:
		return struct {
			*node
			nodes.Source
		}{n, about}, nil
	case stateful:
		return struct {
			*node
			snapshotter
		}{n, snapshotter{n}}, nil
	}
	return n, nil
}

// Process asks for a snapshot each time where there are any.
func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	out, state, err := n.remote.Process(ctx, in, n.remote.Stateful())
	n.state = state
	return out, err
}

// Finish completes the node's work, and ends it.
func (n *node) Finish(ctx context.Context) error { return n.remote.Close(ctx, true) }

// Close does nothing after Finish.
func (n *node) Close() error { return n.remote.Close(context.Background(), false) }

// Report is the node's own.
func (n *node) Report() nodes.Report { return n.remote.Report() }

type snapshotter struct{ n *node }

// Snapshot is what the last answer brought.
func (s snapshotter) Snapshot() ([]byte, error) {
	if s.n.state == nil {
		return nil, errors.New("there is no snapshot before the first packet")
	}
	return s.n.state, nil
}

// Restore opens the node again.
func (s snapshotter) Restore(state []byte) error {
	if err := s.n.remote.Close(context.Background(), false); err != nil {
		return err
	}
	remote, err := s.n.open(context.Background(), state)
	if err == nil {
		s.n.remote = remote
	}
	return err
}
