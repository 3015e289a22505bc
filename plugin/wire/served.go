package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// reportEvery is how old a node's report may be at the host. Some list a file for
// every frame, so it is not sent with each.
const reportEvery = 200 * time.Millisecond

// served is an open node.
type served struct {
	mu       sync.Mutex // a call that its caller gave up may still be going on
	node     nodes.Node // nil: closed
	info     nodes.Info
	reported time.Time
}

func (s *server) add(node nodes.Node, info nodes.Info) *pb.OpenResponse {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	s.nodes[s.last] = &served{node: node, info: info}
	resp := &pb.OpenResponse{Node: s.last}
	_, resp.Snapshots = node.(nodes.Snapshotter)
	if a, ok := node.(nodes.Anticipator); ok {
		resp.Ahead = uint32(a.Ahead())
	}
	if src, ok := node.(nodes.Source); ok {
		resp.Source, resp.Frames, resp.Live, resp.Queue = true, int64(src.Frames()), src.Live(), uint32(src.Queue())
	}
	if c, ok := node.(nodes.Commander); ok {
		resp.Commands = c.Commands()
	}
	return resp
}

func (s *server) lookup(id uint64) *served {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.nodes[id]
}

// Process hands a node a packet.
func (s *server) Process(ctx context.Context, req *pb.ProcessRequest) (*pb.ProcessResponse, error) {
	s.pixels.takeBack(req.GetReleased())
	n := s.lookup(req.GetNode())
	if n == nil {
		return nil, fmt.Errorf("node %d is not open", req.GetNode())
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.node == nil {
		return nil, fmt.Errorf("node %d is closed", req.GetNode())
	}
	c := &pluginCall{px: s.pixels, from: n.info.In}
	in, err := packetFrom(req.GetPacket(), n.info.In, c.receive)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	defer in.Release()
	c.in = in
	resp, err := n.process(nodes.ForStream(ctx, in.Stamp.Stream), c)
	if err == nil && req.GetSnapshot() {
		resp.Snapshot, err = snapshot(n.node)
	}
	if err == nil {
		err = ctx.Err() // nobody would release the slots
	}
	if err != nil {
		c.undo()
		return nil, err
	}
	return resp, nil
}

func (n *served) process(ctx context.Context, c *pluginCall) (*pb.ProcessResponse, error) {
	out, err := n.node.Process(ctx, c.in)
	if errors.Is(err, io.EOF) && len(n.info.In) == 0 {
		return &pb.ProcessResponse{End: true, Report: reportOf(n.node)}, nil
	}
	if drop := (*nodes.Drop)(nil); errors.As(err, &drop) {
		return &pb.ProcessResponse{Drop: &pb.Drop{Reason: text(drop.Reason), Error: text(drop.Err.Error())}}, nil
	}
	if err != nil {
		return nil, err
	}
	defer out.Release()
	resp := &pb.ProcessResponse{}
	if resp.Packet, err = packetTo(out, n.info.Out, c.send); err != nil {
		return nil, err
	}
	if now := time.Now(); now.Sub(n.reported) >= reportEvery {
		n.reported = now
		resp.Report = reportOf(n.node)
	}
	return resp, nil
}

// Close ends a node.
func (s *server) Close(ctx context.Context, req *pb.CloseRequest) (*pb.CloseResponse, error) {
	s.mu.Lock()
	n := s.nodes[req.GetNode()]
	delete(s.nodes, req.GetNode())
	s.mu.Unlock()
	if n == nil {
		return &pb.CloseResponse{}, nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	node := n.node
	n.node = nil
	var err error
	if f, ok := node.(nodes.Finisher); ok && req.GetFinish() {
		err = f.Finish(incoming(ctx))
	}
	resp := &pb.CloseResponse{}
	if err = errors.Join(err, node.Close()); err != nil {
		resp.Error = text(err.Error())
	}
	resp.Report = reportOf(node)
	return resp, nil
}

func reportOf(node nodes.Node) *pb.Report {
	if r, ok := node.(nodes.Reporter); ok {
		return reportTo(r.Report())
	}
	return nil
}

func snapshot(node nodes.Node) ([]byte, error) {
	s, ok := node.(nodes.Snapshotter)
	if !ok {
		return nil, errors.New("a node without state has no snapshot")
	}
	return s.Snapshot()
}
