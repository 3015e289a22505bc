package graph

import (
	"fmt"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// connect makes the edge that a reference asks for, or reports why there is none.
// from is nil when no node has that name.
func (p *plan) connect(n, from *planNode, ref Ref) {
	path := n.path("in", ref.Port)
	in, isPort := n.factory.Input(ref.Port)
	switch {
	case n.known && len(n.factory.In) == 0:
		p.report(p.problem(ref.portAt, path, "a %s has no inputs", n.Type))
	case n.known && !isPort:
		p.report(p.problem(ref.portAt, path, "unknown input (have %s)%s",
			portNames(n.factory.In), nodes.DidYouMean(ref.Port, names(n.factory.In))))
	}
	if ref.Node == "" {
		return // reading it reported why
	}
	if from == nil {
		p.report(p.problem(ref.at, path, "no node %q (have %s)%s",
			ref.Node, strings.Join(p.names(), ", "), nodes.DidYouMean(ref.Node, p.names())))
		return
	}
	if !from.known || !isPort {
		return
	}
	out, problem := from.choose(ref, in)
	if problem != "" {
		p.report(p.problem(ref.at, path, "%s", problem))
		return
	}
	if out.Name != "" && from.state == visited {
		n.in = append(n.in, edge{from: from, out: out, in: in, ref: ref})
	}
}

// choose finds the output that a reference means. Neither an output nor a
// problem means that a fault elsewhere hides the answer.
func (n *planNode) choose(ref Ref, in nodes.Port) (out nodes.Port, problem string) {
	ports := n.out
	if n.state != visited {
		ports = n.factory.Out // round in a circle: only the names count
	}
	if len(ports) == 0 {
		return out, fmt.Sprintf("a %s has no outputs", n.Type)
	}
	if ref.Output != "" {
		for _, p := range ports {
			if p.Name == ref.Output {
				return p, misfit(n, p, in)
			}
		}
		return out, fmt.Sprintf("%s has no output %q (have %s)%s", n.Name, ref.Output, portNames(ports), nodes.DidYouMean(ref.Output, names(ports)))
	}
	if len(ports) == 1 {
		return ports[0], misfit(n, ports[0], in)
	}
	return n.chooseFitting(ports, in)
}

func (n *planNode) chooseFitting(ports []nodes.Port, in nodes.Port) (out nodes.Port, problem string) {
	var fitting, all []string
	for _, p := range ports {
		if p.Type == "" || n.state != visited {
			return nodes.Port{}, ""
		}
		all = append(all, fmt.Sprintf("%s.%s is %s", n.Name, p.Name, p.Type))
		if p.Type.Fits(in.Type) {
			fitting, out = append(fitting, n.Name+"."+p.Name), p
		}
	}
	switch len(fitting) {
	case 0:
		return out, fmt.Sprintf("want %s, and no output of %s fits: %s", in.Type, n.Name, strings.Join(all, ", "))
	case 1:
		return out, ""
	}
	return out, fmt.Sprintf("%s has several outputs that fit: write %s", n.Name, strings.Join(fitting, " or "))
}

// misfit says why an output cannot feed an input; nothing when it can, or when
// its type is hidden by another fault.
func misfit(n *planNode, out, in nodes.Port) string {
	if n.state != visited || out.Type == "" || out.Type.Fits(in.Type) {
		return ""
	}
	msg := fmt.Sprintf("%s.%s is %s, input %s wants %s", n.Name, out.Name, out.Type, in.Name, in.Type)
	if out.Type == nodes.TypeBoxes && in.Type == nodes.TypeMasks {
		msg += ": boxes may lack the masks that it needs"
	}
	return msg
}

// offer names the outputs that could feed n, leaving out those that n itself feeds.
func (p *plan) offer(n *planNode, want nodes.Type) string {
	var have []string
	fed := p.fedBy(n)
	for _, from := range p.nodes {
		for _, out := range from.out {
			if out.Type.Fits(want) && !fed[from] {
				have = append(have, from.Name+"."+out.Name)
			}
		}
	}
	if have == nil {
		return ""
	}
	return fmt.Sprintf(", such as %s", strings.Join(have, ", "))
}

// fedBy is the set of nodes that packets of n can get to, n itself included.
func (p *plan) fedBy(n *planNode) map[*planNode]bool {
	fed := map[*planNode]bool{n: true}
	for _, m := range p.order {
		for _, e := range m.in {
			if fed[e.from] {
				fed[m] = true
			}
		}
	}
	return fed
}

func portNames(ports []nodes.Port) string { return strings.Join(names(ports), ", ") }

func names(ports []nodes.Port) []string {
	var out []string
	for _, p := range ports {
		out = append(out, p.Name)
	}
	return out
}
