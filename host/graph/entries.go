package graph

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// text is the value of a scalar; anything else is a problem.
func (s *Spec) text(n *yaml.Node, path, want string) string {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" || n.Value == "" {
		s.add(n, path, "want %s, got %s", want, nodes.KindName(n))
		return ""
	}
	return n.Value
}

// count is the value of a scalar that counts something; anything else is a problem.
func (s *Spec) count(n *yaml.Node, path string) int {
	v, err := strconv.Atoi(n.Value)
	if n.ShortTag() != "!!int" || err != nil || v < 1 {
		s.add(n, path, "want a whole number from 1 on, got %s", nodes.KindName(n))
		return 0
	}
	return v
}

// entries goes through a mapping. What is no mapping, a key that is no text and a
// key that was given already are problems, and left out.
func (s *Spec) entries(n *yaml.Node, path string) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, val *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			s.add(n, path, "want entries like name: value, got %s", nodes.KindName(n))
			return
		}
		seen := map[string]int{}
		for pair := range slices.Chunk(n.Content, 2) {
			key := pair[0]
			sub := strings.TrimPrefix(path+"."+key.Value, ".")
			switch line, twice := seen[key.Value]; {
			case key.Kind != yaml.ScalarNode:
				s.add(key, path, "want a name before the colon, got %s", nodes.KindName(key))
			case twice:
				s.add(key, sub, "given already in line %d", line)
			default:
				seen[key.Value] = key.Line
				if !yield(key, pair[1]) {
					return
				}
			}
		}
	}
}
