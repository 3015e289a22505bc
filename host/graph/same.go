package graph

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Same says whether two specs are of the same stream and mean the same graph, however
// they are written. Neither has Streams.
func (s *Spec) Same(o *Spec) bool { return s.meaning() == o.meaning() }

// meaning is all that matters for a run, in an order that does not depend on the file's.
func (s *Spec) meaning() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %d\n", s.File, s.Stream, s.Threads)
	for _, p := range s.Plugins {
		if slices.ContainsFunc(s.Nodes, func(n *NodeSpec) bool { return n.Plugin == p.Name }) {
			fmt.Fprintf(&b, "plugin %q %+v\n", p.Name, p.PluginSettings)
		}
	}
	for _, n := range slices.SortedFunc(slices.Values(s.Nodes), func(x, y *NodeSpec) int { return cmp.Compare(x.Name, y.Name) }) {
		in := map[string]string{}
		for _, ref := range n.In {
			in[ref.Port] = ref.Node + "." + ref.Output
		}
		fmt.Fprintf(&b, "node %q %q %q %v ", n.Name, n.Type, n.Plugin, in)
		if n.With != nil {
			writeMeaning(&b, n.With)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func writeMeaning(b *strings.Builder, n *yaml.Node) {
	switch n.Kind { //nolint:exhaustive // a parsed tree has no other kinds
	case yaml.MappingNode:
		values := map[string]*yaml.Node{}
		for pair := range slices.Chunk(n.Content, 2) {
			values[pair[0].Value] = pair[1]
		}
		b.WriteByte('{')
		for _, key := range slices.Sorted(maps.Keys(values)) {
			fmt.Fprintf(b, "%q:", key)
			writeMeaning(b, values[key])
		}
		b.WriteByte('}')
	case yaml.SequenceNode:
		b.WriteByte('[')
		for _, item := range n.Content {
			writeMeaning(b, item)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	default:
		fmt.Fprintf(b, "%s%q ", n.ShortTag(), n.Value)
	}
}
