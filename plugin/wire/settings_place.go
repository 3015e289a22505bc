package wire

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// locate gives a problem the file, the path and the place that nodes.Decode would
// have given it: the value's, or that of the name when there is no such setting.
func locate(p *nodes.Problem, file, path string, n, at *yaml.Node, fields []nodes.Field) {
	if n != nil {
		at = n
	}
	if place := placeOf(p.Path, n, fields); place != nil {
		at = place
	}
	if at != nil && p.Line == 0 {
		p.Line, p.Col = at.Line, at.Column
	}
	p.File = file
	if p.Path != "" {
		path += "." + p.Path
	}
	p.Path = path
}

// placeOf walks along a path such as zones[1].name, nil when it leads nowhere.
func placeOf(path string, n *yaml.Node, fields []nodes.Field) *yaml.Node {
	for step := range strings.SplitSeq(strings.ReplaceAll(path, "[", ".["), ".") {
		if n == nil {
			return nil
		}
		if index, ok := strings.CutPrefix(step, "["); ok {
			n = item(nodes.ResolveAlias(n), strings.TrimSuffix(index, "]"))
			continue
		}
		field := fieldNamed(fields, step)
		key, value := entry(nodes.ResolveAlias(n), step)
		if field == nil {
			return key
		}
		n, fields = value, field.Fields
	}
	if n == nil {
		return nil
	}
	return nodes.ResolveAlias(n)
}

// item is one of a list; one value stands for a list of one.
func item(n *yaml.Node, index string) *yaml.Node {
	i, err := strconv.Atoi(index)
	switch {
	case n.Kind != yaml.SequenceNode:
		return n
	case err != nil || i < 0 || i >= len(n.Content):
		return nil
	}
	return n.Content[i]
}

func entry(n *yaml.Node, name string) (key, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if nodes.ResolveAlias(n.Content[i]).Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}
