package graph

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// laidOver is a mapping with another one's values in place of its own. Settings of
// settings are laid over one by one.
func laidOver(base, over *yaml.Node) *yaml.Node {
	if base == nil || base.Kind != yaml.MappingNode || over.Kind != yaml.MappingNode {
		return over
	}
	c := copyTree(base)
	for pair := range slices.Chunk(over.Content, 2) {
		at := keyAt(c, pair[0].Value)
		if at < 0 {
			c.Content = append(c.Content, pair...)
			continue
		}
		c.Content[at], c.Content[at+1] = pair[0], laidOver(c.Content[at+1], pair[1])
	}
	return c
}

// keyAt is where a mapping has a key; -1: nowhere.
func keyAt(m *yaml.Node, key string) int {
	for i := 0; i < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return i
		}
	}
	return -1
}

func copyTree(n *yaml.Node) *yaml.Node {
	if n == nil {
		return nil
	}
	c := *n
	c.Content = nil
	for _, child := range n.Content {
		c.Content = append(c.Content, copyTree(child))
	}
	return &c
}
