package graph

import (
	"fmt"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// Mermaid draws the graph as a Mermaid flowchart. What Check complains about is
// left out.
func (s *Spec) Mermaid(reg *nodes.Registry) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	p, ids := s.drawing(reg)
	for _, n := range p.nodes {
		fmt.Fprintf(&b, "    %s[\"%s<br/>%s\"]\n", ids[n], mermaidText(n.Name), mermaidText(n.Type))
	}
	for _, n := range p.nodes {
		for _, e := range n.in {
			fmt.Fprintf(&b, "    %s -- \"%s\" --> %s\n", ids[e.from], e.label(), ids[n])
		}
	}
	return b.String()
}

// DOT draws the graph for Graphviz. What Check complains about is left out.
func (s *Spec) DOT(reg *nodes.Registry) string {
	var b strings.Builder
	b.WriteString("digraph {\n    rankdir=LR\n    node [shape=box]\n")
	p, ids := s.drawing(reg)
	for _, n := range p.nodes {
		fmt.Fprintf(&b, "    %s [label=\"%s\\n%s\"]\n", ids[n], dotText(n.Name), dotText(n.Type))
	}
	for _, n := range p.nodes {
		for _, e := range n.in {
			fmt.Fprintf(&b, "    %s -> %s [label=\"%s\"]\n", ids[e.from], ids[n], e.label())
		}
	}
	b.WriteString("}\n")
	return b.String()
}

// drawing numbers the nodes: their names may mean something in a drawing, such as end.
func (s *Spec) drawing(reg *nodes.Registry) (*plan, map[*planNode]string) {
	p := newPlan(s, reg)
	ids := map[*planNode]string{}
	for i, n := range p.nodes {
		ids[n] = fmt.Sprintf("n%d", i+1)
	}
	return p, ids
}

// label is the port, or both when an edge joins two names.
func (e edge) label() string {
	if e.out.Name == e.in.Name {
		return e.in.Name
	}
	return e.out.Name + " → " + e.in.Name
}

func mermaidText(s string) string {
	return strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "\n", " ").Replace(s)
}

func dotText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(s)
}
