package graph

import (
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// Check finds everything that is wrong with a graph, in the order of the file,
// and opens nothing: it needs no camera, no GPU and no model file. With a
// warning the graph still runs. What is wrong in some streams only names them.
func (s *Spec) Check(reg *nodes.Registry) (problems, warnings []nodes.Problem) {
	if len(s.Streams) > 0 {
		return s.checkStreams(reg)
	}
	p := newPlan(s, reg)
	return p.problems, p.warnings
}

func (p *plan) report(problem nodes.Problem) { p.problems = append(p.problems, problem) }

// checkType looks up the node's type and decodes its settings.
func (p *plan) checkType(n *planNode) {
	reg := p.typesFor(n)
	if reg == nil {
		return
	}
	if n.typeAt == nil {
		p.report(p.problem(n.key, n.path("type"), "is missing (have %s)", strings.Join(reg.Types(), ", ")))
		return
	}
	if n.Type == "" {
		return // reading it reported why
	}
	f, err := reg.Lookup(n.Type)
	if err != nil {
		p.report(p.problem(n.typeAt, n.path("type"), "%v", err))
		return
	}
	n.factory, n.known = f, true
	var problems []nodes.Problem
	n.cfg, problems = nodes.Decode(f, p.File, n.path("with"), n.With, n.key)
	p.problems = append(p.problems, problems...)
}

func (p *plan) checkKeys(n *planNode) {
	var settings []string
	if fields, err := nodes.Fields(n.factory); n.known && err == nil {
		for _, f := range fields {
			settings = append(settings, f.Name)
		}
	}
	for _, key := range n.unknown {
		hint := nodes.DidYouMean(key.Value, nodeKeys)
		switch _, isPort := n.factory.Input(key.Value); {
		case slices.Contains(settings, key.Value):
			hint = "; it is a setting: put it under with"
		case isPort:
			hint = "; it is an input: put it under in"
		}
		p.report(p.problem(key, n.path(key.Value), "unknown key (have %s)%s", strings.Join(nodeKeys, ", "), hint))
	}
}

// reportCycle spells a cycle out in the direction of flow. n reads ref from a
// node that, over those on the way, reads from n.
func (p *plan) reportCycle(n, from *planNode, ref Ref) {
	names := []string{from.Name}
	for _, on := range slices.Backward(p.open) {
		names = append(names, on.Name)
		if on == from {
			break
		}
	}
	p.report(p.problem(ref.at, n.path("in", ref.Port), "goes round in a circle: %s", strings.Join(names, " → ")))
}

// checkOneSource refuses a join of two sources and settles whose stamps the node sees.
func (p *plan) checkOneSource(n *planNode) {
	if n.known && len(n.factory.In) == 0 {
		n.source = n
		return
	}
	for _, e := range n.in {
		switch {
		case n.source == nil:
			n.source = e.from.source
		case e.from.source != nil && e.from.source != n.source:
			p.report(p.problem(e.ref.at, n.path("in", e.ref.Port),
				"comes from source %s, other inputs from %s: stamps of two sources never match, so no node can join them",
				e.from.source.Name, n.source.Name))
			n.source = nil
			return
		}
	}
}

// checkUnconnected reports inputs that want something and get nothing.
func (p *plan) checkUnconnected(n *planNode) {
	if n.inBroken {
		return
	}
	required := 0
	for _, in := range n.factory.In {
		if in.Optional {
			continue
		}
		required++
		if !slices.ContainsFunc(n.In, func(r Ref) bool { return r.Port == in.Name }) {
			p.report(p.problem(n.key, n.path("in", in.Name), "nothing is connected; want %s%s", in.Type, p.offer(n, in.Type)))
		}
	}
	if len(n.factory.In) > 0 && required == 0 && len(n.In) == 0 {
		p.report(p.problem(n.key, n.path("in"), "nothing is connected (have %s)", portNames(n.factory.In)))
	}
}

// checkSources reports a graph that nothing would start.
func (p *plan) checkSources() {
	if len(p.nodes) == 0 && len(p.problems) > 0 {
		return // which say why
	}
	for _, n := range p.nodes {
		if !n.known || n.source == n {
			return
		}
	}
	p.report(p.problem(p.nodesAt, "nodes", "there is no source, a node without inputs: nobody starts"))
}

func (p *plan) warnUnread() {
	read := map[string]bool{}
	for _, n := range p.nodes {
		for _, e := range n.in {
			read[e.from.Name+"."+e.out.Name] = true
		}
	}
	for _, n := range p.nodes {
		for _, out := range n.out {
			if !read[n.Name+"."+out.Name] {
				p.warnings = append(p.warnings, p.problem(n.key, n.path(), "nobody reads its output %s", out.Name))
			}
		}
	}
}
