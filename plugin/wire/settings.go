package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// CheckYAML says what is wrong with the settings of a graph file, as nodes.Decode
// does where the type is at hand: n, nil for none, stands under path, and at is
// where to point when there is no better place. An error, such as ErrExited, is that of the
// call, and one of the problems as well.
func (p *Process) CheckYAML(ctx context.Context, typ, file, path string, n, at *yaml.Node) ([]nodes.Problem, error) {
	t, err := p.typeNamed(typ)
	if err == nil {
		settings, problems := Settings(n, t.Fields)
		var found []nodes.Problem
		if found, err = p.Check(ctx, typ, settings); err == nil {
			problems = append(problems, found...)
			for i := range problems {
				locate(&problems[i], file, path, n, at, t.Fields)
			}
			return problems, nil
		}
	}
	problem := nodes.Problem{Msg: err.Error()}
	locate(&problem, file, path, n, at, nil)
	return []nodes.Problem{problem}, err
}

// Settings turns what stands under "with" into the JSON that Open wants. fields
// say what each setting is to be, since YAML alone does not: version 1.10 is
// a text for one setting and a number for another. What was set twice is reported
// here, with its place.
func Settings(n *yaml.Node, fields []nodes.Field) (string, []nodes.Problem) {
	if n == nil {
		return "", nil
	}
	e := encoder{}
	return e.value(n, "", "settings", fields), e.problems
}

type encoder struct{ problems []nodes.Problem }

// value writes a value as the type that it should have, or as it stands when it
// has another: the plugin is to complain. Aliases of what no setting can be are not
// followed, since they may multiply without end.
func (e *encoder) value(n *yaml.Node, path, typ string, fields []nodes.Field) string {
	n = nodes.ResolveAlias(n)
	item, isList := strings.CutPrefix(typ, "list of ")
	switch {
	case isList && n.Kind == yaml.SequenceNode:
		var items []string
		for i, c := range n.Content {
			items = append(items, e.value(c, fmt.Sprintf("%s[%d]", path, i), item, fields))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case isList: // one value stands for a list of one
		return e.value(n, path, item, fields)
	case n.Kind == yaml.MappingNode && typ == "settings":
		return e.settings(n, path, fields)
	case n.Kind == yaml.MappingNode:
		return "{}"
	case n.Kind == yaml.SequenceNode:
		return "[]"
	case n.ShortTag() == "!!null":
		return "null"
	}
	return scalar(n, typ)
}

func (e *encoder) settings(n *yaml.Node, path string, fields []nodes.Field) string {
	var members []string
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		name := nodes.ResolveAlias(key).Value
		sub := strings.TrimPrefix(path+"."+name, ".")
		if line, twice := seen[name]; twice {
			e.problems = append(e.problems, nodes.Problem{Path: sub, Line: key.Line, Col: key.Column, Msg: fmt.Sprintf("set already in line %d", line)})
			continue
		}
		seen[name] = key.Line
		value := "null"
		if f := fieldNamed(fields, name); f != nil {
			value = e.value(n.Content[i+1], sub, f.Type, f.Fields)
		}
		members = append(members, quote(name)+": "+value)
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// scalar follows what nodes.Decode takes for each type.
func scalar(n *yaml.Node, typ string) string {
	tag := n.ShortTag()
	switch typ {
	case "bool":
		if b, err := strconv.ParseBool(n.Value); err == nil && tag == "!!bool" {
			return strconv.FormatBool(b)
		}
	case "int":
		if i, err := strconv.ParseInt(n.Value, 0, 0); err == nil && tag == "!!int" {
			return strconv.FormatInt(i, 10)
		}
	case "number":
		x, err := strconv.ParseFloat(n.Value, 64)
		if err == nil && (tag == "!!float" || tag == "!!int") && !math.IsInf(x, 0) && !math.IsNaN(x) {
			return strconv.FormatFloat(x, 'g', -1, 64)
		}
	}
	return quote(n.Value)
}

// quote writes a text so that it is the same in JSON and in YAML, which does not
// take every character as it is.
func quote(s string) string {
	b, _ := json.Marshal(s) // never fails for a string
	var out strings.Builder
	for _, r := range string(b) {
		if r >= 0x7f && r < 0xa0 || r == 0xfeff {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func fieldNamed(fields []nodes.Field, name string) *nodes.Field {
	i := slices.IndexFunc(fields, func(f nodes.Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &fields[i]
}
