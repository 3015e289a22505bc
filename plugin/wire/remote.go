package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// Node is a node that runs in a process. As with any node, calls of it come one
// after another.
type Node struct {
	p     *Process
	id    uint64
	info  nodes.Info
	about *pb.OpenResponse

	mu     sync.Mutex
	report nodes.Report
}

// Open opens a node. settings is a JSON object, or empty: see Settings. When
// snapshot is not empty, the node continues where that was taken. What is wrong
// with the settings is in problems, and then nothing was opened; each has a Path
// from the settings on, such as classes[1], and no place. Of env it passes on Name,
// Stream, Threads and where models are; what the node logs goes to Log.
func (p *Process) Open(ctx context.Context, typ string, env nodes.Env, settings string, snapshot []byte) (*Node, []nodes.Problem, error) {
	t, err := p.typeNamed(typ)
	if err != nil {
		return nil, nil, err
	}
	req := &pb.OpenRequest{Type: typ, Name: env.Name, Stream: env.Stream, SettingsJson: settings, Snapshot: snapshot, Threads: uint32(max(env.Threads, 0))}
	if env.Models != nil {
		req.ModelsCache, req.ModelsMirror = env.Models.Dirs()
	}
	if env.Log != nil {
		p.child.nodes.set(env.Name, env.Log.With("plugin", p.name))
	}
	resp, problems, err := p.open(ctx, req)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	n := &Node{p: p, id: resp.GetNode(), info: t.Info, about: resp}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nodes[n.id] = n
	return n, nil, nil
}

// Check says what is wrong with a node's settings, as Open does, and opens nothing.
func (p *Process) Check(ctx context.Context, typ, settings string) ([]nodes.Problem, error) {
	_, problems, err := p.open(ctx, &pb.OpenRequest{Type: typ, SettingsJson: settings, CheckOnly: true})
	return problems, err
}

func (p *Process) open(ctx context.Context, req *pb.OpenRequest) (*pb.OpenResponse, []nodes.Problem, error) {
	resp, err := p.rpc.Open(ctx, req)
	if err != nil {
		return nil, nil, p.failure(ctx, err)
	}
	var problems []nodes.Problem
	for _, m := range resp.GetProblems() {
		problems = append(problems, nodes.Problem{Path: m.GetPath(), Msg: m.GetMessage()})
	}
	return resp, problems, nil
}

// Stateful says that the node can be asked for snapshots.
func (n *Node) Stateful() bool { return n.about.GetSnapshots() }

// Source is what the node has told about itself as a source, if it is one.
func (n *Node) Source() (nodes.Source, bool) { return told{n.about}, n.about.GetSource() }

// told is a nodes.Source by what an answer to Open says.
type told struct{ about *pb.OpenResponse }

func (t told) Frames() int { return int(t.about.GetFrames()) }
func (t told) Live() bool  { return t.about.GetLive() }
func (t told) Queue() int  { return int(t.about.GetQueue()) }

// Report is the node's account, as of the last packets or the end.
func (n *Node) Report() nodes.Report {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.report
}

// Process answers a packet as nodes.Node does. state is a snapshot taken after the
// packet, if wanted. Frames of the answer may be kept beyond the process's end.
// When ctx ends, Process returns at once, and the node finds out by its own context.
func (n *Node) Process(ctx context.Context, in nodes.Packet, snapshot bool) (out nodes.Packet, state []byte, err error) {
	if ctx.Err() != nil {
		return nodes.Packet{}, nil, ctx.Err()
	}
	c := n.p.pixels.call(in)
	defer c.done()
	req := &pb.ProcessRequest{Node: n.id, Snapshot: snapshot}
	if req.Packet, err = packetTo(in, n.info.In, c.send); err != nil {
		return nodes.Packet{}, nil, err
	}
	req.Released = n.p.pixels.take()
	resp, err := n.p.rpc.Process(ctx, req)
	if err != nil {
		return nodes.Packet{}, nil, n.p.failure(ctx, err)
	}
	n.keep(resp.GetReport())
	if resp.GetEnd() {
		return nodes.Packet{}, nil, io.EOF
	}
	if drop := resp.GetDrop(); drop != nil {
		return nodes.Packet{}, resp.GetSnapshot(), &nodes.Drop{Reason: drop.GetReason(), Err: errors.New(drop.GetError())}
	}
	if out, err = packetFrom(resp.GetPacket(), n.info.Out, c.receive); err != nil {
		return nodes.Packet{}, nil, fmt.Errorf("plugin %s gives no proper answer: %w", n.p.name, err)
	}
	return out, resp.GetSnapshot(), nil
}

func (n *Node) keep(msg *pb.Report) {
	if msg == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.report = reportFrom(msg)
}

// Close ends the node. finish says that its inputs have ended well: then it
// completes its work first (nodes.Finisher). Closing twice is fine.
func (n *Node) Close(ctx context.Context, finish bool) error {
	n.p.mu.Lock()
	_, open := n.p.nodes[n.id]
	delete(n.p.nodes, n.id)
	n.p.mu.Unlock()
	if !open {
		return nil
	}
	resp, err := n.p.rpc.Close(outgoing(ctx), &pb.CloseRequest{Node: n.id, Finish: finish})
	if err != nil {
		return n.p.failure(ctx, err)
	}
	n.keep(resp.GetReport())
	if resp.GetError() != "" {
		return errors.New(resp.GetError())
	}
	return nil
}
