package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// disk is what outlives a run: the lines that sinks have written. What nodes give
// depends on all that they have seen.
type disk struct {
	frames, length int             // of all streams, and of one
	silent         map[string]bool // nodes that cannot tell their state
	doomed         string          // the node at whose packet the run dies
	at             int             // of its packets
	slow           time.Duration   // that a snapshot takes
	die            func()

	mu    sync.Mutex
	lines map[string][]string
}

func (d *disk) registry() *nodes.Registry {
	frame, boxes, masks := port("frame", nodes.TypeFrame), port("boxes", nodes.TypeBoxes), port("masks", nodes.TypeMasks)
	return nodes.MustRegistry(
		d.kind("Video", nil, ports{frame}),
		d.kind("Find", ports{frame}, ports{boxes}),
		d.kind("Cut", ports{frame, boxes}, ports{masks}),
		d.kind("Follow", ports{boxes}, ports{sameAs(boxes, "boxes")}),
		d.kind("Save", ports{frame, optional(boxes)}, nil),
	)
}

func (d *disk) kind(typ string, in, out ports) nodes.Factory {
	return nodes.Define(nodes.Info{Type: typ, Doc: "A fake.", In: in, Out: out}, noConfig{},
		func(_ context.Context, env nodes.Env, _ noConfig) (nodes.Node, error) {
			n := &diskNode{disk: d, name: env.Name, in: in, out: out}
			if d.silent[n.name] {
				return n, nil
			}
			return telling{n}, nil
		})
}

type diskNode struct {
	*disk
	name    string
	in, out []nodes.Port
	memory
}

type memory struct{ Seen, Sum, Lines int }

func (d *disk) write(name string, change func([]string) []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines[name] = change(d.lines[name])
}

// telling is a node that can tell its state.
type telling struct{ *diskNode }

func (n telling) Snapshot() ([]byte, error) {
	time.Sleep(n.slow)
	return json.Marshal(n.memory)
}

func (n telling) Restore(state []byte) error {
	err := json.Unmarshal(state, &n.memory)
	if len(n.out) == 0 {
		n.write(n.name, func(lines []string) []string { return lines[:n.Lines] })
	}
	return err
}

func (n *diskNode) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if len(n.in) == 0 {
		if n.Seen == n.frames {
			return nodes.Packet{}, io.EOF
		}
		in.Stamp = nodes.Stamp{Stream: fmt.Sprint(n.name, n.Seen/n.length), Seq: uint64(n.Seen % n.length), PTS: time.Duration(n.Seen % n.length)}
	}
	n.strike()
	time.Sleep(time.Duration(1+n.Seen*len(n.in)%3) * time.Millisecond)
	n.Seen++
	n.Sum = (n.Sum*31 + int(in.Stamp.Seq)) % 1e9
	for _, p := range n.in {
		if found := in.Instances(p.Name); found != nil {
			n.Sum += found.Items[0].Track
		}
	}
	if len(n.out) == 0 {
		n.write(n.name, func(lines []string) []string { return append(lines[:n.Lines], fmt.Sprint(in.Stamp, n.Sum)) })
		n.Lines++
	}
	n.strike()
	return n.answer(in.Stamp), nil
}

// strike ends the run. Its nodes go on until they notice.
func (n *diskNode) strike() {
	if n.name == n.doomed && n.Seen == n.at {
		n.die()
	}
}

func (n *diskNode) answer(st nodes.Stamp) nodes.Packet {
	out := nodes.Packet{Stamp: st}
	for _, p := range n.out {
		v := payload(p.Type)
		if found, ok := v.(*nodes.Instances); ok {
			found.Items[0].Track = n.Sum
			found.Items[0].Mask = &nodes.Mask{}
		}
		out.Put(p.Name, v)
	}
	return out
}

func (n *diskNode) Close() error { return nil }
