package graph

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// Shape is what an open graph looks like.
type Shape struct {
	Nodes []NodeShape // in the order of flow
	Edges []EdgeShape
}

// NodeShape is one node.
type NodeShape struct {
	Name   string
	Info   nodes.Info
	Source bool
	Live   bool     // a source that drops what is not taken in time
	Frames bool     // it gets or gives frames, so that there can be a Tap
	Orders []string // that Command may give it
}

// EdgeShape is one connection, and how full its queue is at this moment.
type EdgeShape struct {
	From, Output  string
	To, Input     string
	Type          nodes.Type
	Waiting, Room int // packets
}

// Shape may be called at any time and from any goroutine.
func (g *Graph) Shape() Shape {
	var s Shape
	for _, r := range g.runners {
		s.Nodes = append(s.Nodes, NodeShape{
			Name: r.name, Info: r.factory.Info,
			Source: len(r.in) == 0, Live: r.live, Frames: r.seesFrames(), Orders: r.commands(),
		})
		for _, in := range r.in {
			out := in.outlet()
			s.Edges = append(s.Edges, EdgeShape{
				From: in.by.name, Output: out.port, To: r.name, Input: in.port,
				Type: out.typ, Waiting: len(in.from), Room: cap(in.from),
			})
		}
	}
	return s
}

// Live says that a source drops what is not taken in time.
func (g *Graph) Live() bool {
	return slices.ContainsFunc(g.runners, func(r *runner) bool { return r.live })
}

// outlet is where an edge begins.
func (in inlet) outlet() outlet { return in.by.out[in.out] }

func (in inlet) typ() nodes.Type { return in.outlet().typ }
