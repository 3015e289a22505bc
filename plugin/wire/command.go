package wire

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// Command gives a node an order.
func (s *server) Command(ctx context.Context, req *pb.CommandRequest) (*pb.CommandResponse, error) {
	n := s.lookup(req.GetNode())
	if n == nil {
		return nil, fmt.Errorf("node %d is not open", req.GetNode())
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	c, ok := n.node.(nodes.Commander)
	if !ok {
		return nil, fmt.Errorf("node %d is closed, or takes no orders", req.GetNode())
	}
	answer, err := c.Command(ctx, req.GetName(), req.GetBody())
	if refusal := (*nodes.Refusal)(nil); errors.As(err, &refusal) {
		return &pb.CommandResponse{Refusal: &pb.Refusal{Missing: refusal.Missing, Reason: text(refusal.Reason)}}, nil
	}
	resp := &pb.CommandResponse{Answer: answer}
	if err == nil && req.GetSnapshot() {
		resp.Snapshot, err = snapshot(n.node)
	}
	return resp, err
}

// Commands are the orders that the node knows, none for most.
func (n *Node) Commands() []string { return slices.Clone(n.about.GetCommands()) }

// Command gives the node an order, as nodes.Commander does. state is a snapshot taken
// after it, if wanted.
func (n *Node) Command(ctx context.Context, name string, body []byte, snapshot bool) (answer, state []byte, err error) {
	resp, err := n.p.rpc.Command(ctx, &pb.CommandRequest{Node: n.id, Name: name, Body: body, Snapshot: snapshot})
	if err != nil {
		return nil, nil, n.p.failure(ctx, err)
	}
	if refusal := resp.GetRefusal(); refusal != nil {
		return nil, nil, &nodes.Refusal{Missing: refusal.GetMissing(), Reason: refusal.GetReason()}
	}
	return resp.GetAnswer(), resp.GetSnapshot(), nil
}
