package graph

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// plan is a spec with every name looked up: what Check complains about, Open
// builds and the drawings show.
type plan struct {
	*Spec
	reg   *nodes.Registry
	nodes []*planNode // in file order
	order []*planNode // in the order of flow: every node after what feeds it

	byName   map[string]*planNode
	open     []*planNode // on the way from a reader back to its sources
	problems []nodes.Problem
	warnings []nodes.Problem
}

// planNode is a node of a plan.
type planNode struct {
	*NodeSpec
	factory nodes.Factory
	known   bool // the type exists, and factory is it
	cfg     any  // for factory.Open
	in      []edge
	out     []nodes.Port // with the types that they have in this graph; "" when a fault upstream hides it
	source  *planNode    // where its stamps come from; nil when a fault hides it

	state visit
}

// edge is a connection that exists, with the reference that made it.
type edge struct {
	from    *planNode
	out, in nodes.Port
	ref     Ref
}

type visit uint8

const (
	fresh visit = iota
	visiting
	visited
)

func newPlan(s *Spec, reg *nodes.Registry) *plan {
	p := &plan{Spec: s, reg: reg, byName: map[string]*planNode{}, problems: slices.Clone(s.problems)}
	for _, n := range s.Nodes {
		pn := &planNode{NodeSpec: n}
		p.nodes = append(p.nodes, pn)
		p.byName[n.Name] = pn
		p.checkType(pn)
		p.checkKeys(pn)
	}
	for _, n := range p.nodes {
		if n.state == fresh {
			p.visit(n)
		}
	}
	for _, n := range p.nodes {
		p.checkUnconnected(n)
	}
	p.checkSources()
	if len(p.problems) == 0 {
		p.warnUnread()
	}
	p.sort()
	return p
}

// visit connects a node after everything that feeds it.
func (p *plan) visit(n *planNode) {
	n.state = visiting
	p.open = append(p.open, n)
	for _, ref := range n.In {
		from := p.byName[ref.Node]
		if from != nil && from.state == fresh {
			p.visit(from)
		}
		if from != nil && from.state == visiting {
			p.reportCycle(n, from, ref)
		}
		p.connect(n, from, ref)
	}
	slices.SortStableFunc(n.in, func(a, b edge) int { return n.rank(a) - n.rank(b) })
	n.settle()
	p.checkOneSource(n)
	n.state = visited
	p.open = p.open[:len(p.open)-1]
	p.order = append(p.order, n)
}

// rank is an input's place in the list of its node type.
func (n *planNode) rank(e edge) int {
	return slices.IndexFunc(n.factory.In, func(p nodes.Port) bool { return p.Name == e.in.Name })
}

// settle fixes the types of a node's outputs, some of which follow an input.
func (n *planNode) settle() {
	n.out = slices.Clone(n.factory.Out)
	for i, out := range n.out {
		for _, ref := range n.In {
			if out.SameAs != "" && ref.Port == out.SameAs {
				n.out[i].Type = "" // until the edge says more
			}
		}
		for _, e := range n.in {
			if out.SameAs != "" && e.in.Name == out.SameAs {
				n.out[i].Type = e.out.Type
			}
		}
	}
}

// sort puts the problems in the order of the file and names --set, or who else has
// set it, as the place of those that have none.
func (p *plan) sort() {
	for i, pr := range p.problems {
		switch {
		case pr.Line > 0 || pr.Path == "":
		case p.unplaced != "":
			p.problems[i].File = p.unplaced
		default:
			p.problems[i].File, p.problems[i].Path = "--set "+pr.Path, ""
		}
	}
	slices.SortStableFunc(p.problems, byPlace)
	slices.SortStableFunc(p.warnings, byPlace)
}

func byPlace(a, b nodes.Problem) int {
	if a.Line != b.Line {
		return a.Line - b.Line
	}
	return a.Col - b.Col
}
