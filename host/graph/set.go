package graph

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

const setForm = "want nodes.NAME.with.SETTING=VALUE"

// Set changes one setting, as in --set nodes.people.with.min_score=0.5. Settings
// of settings follow with further dots. A value that starts with a bracket, a
// brace or a quote is YAML: [person, car]. Any other is taken as it stands, so
// that *.jpg needs no quotes. Whether the setting exists and the value fits is
// Check's business; its problems then start with --set instead of a place in the file.
// It holds for every stream, whatever that says itself.
func (s *Spec) Set(expr string) error {
	path, text, ok := strings.Cut(expr, "=")
	if !ok {
		return fmt.Errorf("--set %s: %s", expr, setForm)
	}
	keys := strings.Split(path, ".")
	if len(keys) < 4 || keys[0] != "nodes" || keys[2] != "with" || slices.Contains(keys, "") {
		return fmt.Errorf("--set %s: %s", path, setForm)
	}
	n := s.node(keys[1])
	if n == nil {
		return fmt.Errorf("--set %s: no node %q (have %s)%s", path, keys[1], strings.Join(s.names(), ", "), nodes.DidYouMean(keys[1], s.names()))
	}
	val, err := setValue(strings.TrimSpace(text))
	if err != nil {
		return fmt.Errorf("--set %s: %w", path, err)
	}
	if err := setIn(n.settings(), keys[3:], val); err != nil {
		return fmt.Errorf("--set %s: %w", path, err)
	}
	s.sets = append(s.sets, setting{n.Name, keys[3:], val})
	return nil
}

// setting is what Set has set.
type setting struct {
	node string
	keys []string
	val  *yaml.Node
}

// settings is the node's With, made if there is none.
func (n *NodeSpec) settings() *yaml.Node {
	if n.With == nil {
		n.With = &yaml.Node{Kind: yaml.MappingNode, Line: n.key.Line, Column: n.key.Column}
	}
	return n.With
}

// setIn puts a value into a tree of mappings. What it adds has no line: that is
// how a problem is known to come from --set.
func setIn(m *yaml.Node, keys []string, val *yaml.Node) error {
	if m.Kind != yaml.MappingNode {
		return fmt.Errorf("the place for %s holds %s, not settings", keys[0], nodes.KindName(m))
	}
	at := keyAt(m, keys[0]) + 1
	if at == 0 {
		at = len(m.Content) + 1
		m.Content = append(m.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: keys[0]}, &yaml.Node{Kind: yaml.MappingNode})
	}
	if len(keys) > 1 {
		return setIn(m.Content[at], keys[1:], val)
	}
	m.Content[at] = val
	return nil
}

func setValue(text string) (*yaml.Node, error) {
	n, problem := parseTree("", []byte(text))
	switch {
	case text != "" && strings.Contains(`[{"'`, text[:1]):
		if problem != nil {
			return nil, fmt.Errorf("value %s: %s", text, problem.Msg)
		}
	case problem != nil || n.Kind != yaml.ScalarNode || n.Value != text:
		n = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	}
	forgetPlaces(n)
	return n, nil
}

func forgetPlaces(n *yaml.Node) {
	n.Line, n.Column = 0, 0
	for _, c := range n.Content {
		forgetPlaces(c)
	}
}
