package wire

import (
	"context"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// Anticipate shows a node the next packet.
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
	next, err := packetFrom(req.GetPacket(), n.info.In, c.receive)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	defer next.Release()
	a.Anticipate(ctx, next)
	return &pb.AnticipateResponse{}, nil
}

// Anticipates says that the node is a nodes.Anticipator.
func (n *Node) Anticipates() bool { return n.about.GetAnticipates() }

// Anticipate shows the node the next packet, as nodes.Anticipator does. An error says
// that the program did not take it.
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
