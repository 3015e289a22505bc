package wire

import (
	"context"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// Anticipate shows a node a packet before its turn.
func (s *server) Anticipate(ctx context.Context, req *pb.AnticipateRequest) (*pb.AnticipateResponse, error) {
	n := s.lookup(req.GetNode())
	if n == nil {
		return nil, fmt.Errorf("node %d is not open", req.GetNode())
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	a, ok := n.node.(nodes.Anticipator)
	if !ok {
		return nil, fmt.Errorf("node %d is closed, or does not anticipate", req.GetNode())
	}
	c := &pluginCall{px: s.pixels, from: n.info.In}
	next, err := packetFrom(req.GetPacket(), n.info.In, func(msg *pb.Frame) (*nodes.Frame, error) {
		f, err := c.receive(msg)
		if err != nil {
			return nil, err
		}
		defer f.Release()
		return f.Clone(), nil // the node may keep it, and the slot is there for the call
	})
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	defer next.Release()
	a.Anticipate(ctx, next)
	return &pb.AnticipateResponse{}, nil
}

// Ahead is how many packets the node wants to see before their turn, 0: none.
func (n *Node) Ahead() int { return int(n.about.GetAhead()) }

// Anticipate shows the node a packet before its turn, as nodes.Anticipator does. An
// error says that the program did not take it.
func (n *Node) Anticipate(ctx context.Context, next nodes.Packet) error {
	c := n.p.pixels.call(next)
	defer c.done()
	packet, err := packetTo(next, n.info.In, c.send)
	if err != nil {
		return err
	}
	if _, err := n.p.rpc.Anticipate(ctx, &pb.AnticipateRequest{Node: n.id, Packet: packet}); err != nil {
		return n.p.failure(ctx, err)
	}
	return nil
}
