package graph

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// world makes nodes of the usual types that do next to nothing, writes down what
// happens to them, and lets a test put its own function before Process.
type world struct {
	frames int      // that each source gives; less than 0: no end
	live   bool     // sources are
	looks  []string // nodes that want to see packets before their turn
	ahead  int      // so many
	queue  int      // of sources
	before map[string]func(ctx context.Context, in nodes.Packet) error
	answer map[string]func(out *nodes.Packet)
	finish map[string]error // what Finish says
	noOpen map[string]error // what open says
	closed map[string]error // what Close says

	onFinish func(name string)

	commands map[string][]string // that each node knows
	obey     func(ctx context.Context, node, name string, body []byte) ([]byte, error)

	mu     sync.Mutex
	events []string
	seen   map[string][]nodes.Stamp
	looked map[string][]string // what worldLookers were shown
}

func (w *world) note(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, fmt.Sprintf(format, args...))
}

// stamps is what a node has processed.
func (w *world) stamps(name string) []nodes.Stamp {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen[name]
}

// worldNode is a node of the world.
type worldNode struct {
	*world
	name string
	out  []nodes.Port
	seq  uint64
}

type worldSource struct{ *worldNode }

func (n worldSource) Frames() int { return max(0, n.frames) }
func (n worldSource) Live() bool  { return n.live }
func (n worldSource) Queue() int  { return n.queue }

func (n *worldNode) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if f := n.before[n.name]; f != nil {
		if err := f(ctx, in); err != nil {
			return nodes.Packet{}, err
		}
	}
	n.mu.Lock()
	if n.seen == nil {
		n.seen = map[string][]nodes.Stamp{}
	}
	n.seen[n.name] = append(n.seen[n.name], in.Stamp)
	n.mu.Unlock()
	out := in
	for _, p := range n.out {
		if p.SameAs == "" {
			out.Put(p.Name, payload(p.Type))
		}
	}
	if f := n.answer[n.name]; f != nil {
		f(&out)
	}
	if len(n.out) == 0 {
		return nodes.Packet{}, nil
	}
	return n.only(out), nil
}

// only keeps the node's own ports.
func (n *worldNode) only(p nodes.Packet) nodes.Packet {
	out := nodes.Packet{Stamp: p.Stamp}
	for _, port := range n.out {
		if v := p.Payload(port.Name); v != nil {
			out.Put(port.Name, v)
		}
	}
	return out
}

func (n worldSource) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if n.frames >= 0 && n.seq == uint64(n.frames) {
		return in, io.EOF
	}
	in.Stamp = nodes.Stamp{Stream: n.name, Seq: n.seq, PTS: time.Duration(n.seq) * 40 * time.Millisecond}
	n.seq++
	if !n.live {
		return n.worldNode.Process(ctx, in)
	}
	out, err := n.worldNode.Process(ctx, in) // which waits for the camera
	out.Stamp.Captured = time.Now()
	return out, err
}

func (n *worldNode) Finish(context.Context) error {
	n.note("finish %s", n.name)
	if n.onFinish != nil {
		n.onFinish(n.name)
	}
	return n.finish[n.name]
}

func (n *worldNode) Close() error {
	n.note("close %s", n.name)
	return n.closed[n.name]
}

func (n *worldNode) Report() nodes.Report {
	n.mu.Lock()
	defer n.mu.Unlock()
	return nodes.Report{Counters: map[string]int64{"packets": int64(len(n.seen[n.name]))}}
}

func payload(t nodes.Type) nodes.Payload {
	switch t { //nolint:exhaustive // boxes come last
	case nodes.TypeFrame:
		return nodes.NewFrame(2, 2, nodes.Gray8, make([]byte, 4), nil)
	case nodes.TypeMasks:
		return &nodes.Instances{Width: 2, Height: 2, Items: []nodes.Instance{{Mask: &nodes.Mask{}}}}
	}
	return &nodes.Instances{Width: 2, Height: 2, Items: []nodes.Instance{{}}}
}
