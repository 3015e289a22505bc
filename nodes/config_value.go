package nodes

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// value decodes one setting, or one item of a list.
func (d *decoder) value(n *yaml.Node, path string, v reflect.Value, enum string) {
	d.places[strings.TrimPrefix(path, d.base)] = n
	n = ResolveAlias(n)
	if v.Kind() == reflect.Struct {
		d.settings(n, path, v)
		return
	}
	if v.Kind() == reflect.Slice {
		d.list(n, path, v, enum)
		return
	}
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
		d.add(n, path, "want %s, got %s", wanted(v), KindName(n))
		return
	}
	if !setScalar(n, v) {
		d.add(n, path, "want %s, got %q", wanted(v), n.Value)
		return
	}
	if have := strings.Split(enum, ","); enum != "" && !slices.Contains(have, n.Value) {
		d.add(n, path, "want one of %s, got %q%s", strings.Join(have, ", "), n.Value, DidYouMean(n.Value, have))
	}
}

// list decodes a sequence; a single value stands for a list of one.
func (d *decoder) list(n *yaml.Node, path string, v reflect.Value, enum string) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	out := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		d.value(item, fmt.Sprintf("%s[%d]", path, i), out.Index(i), enum)
	}
	v.Set(out)
}

func setScalar(n *yaml.Node, v reflect.Value) bool {
	tag := n.ShortTag()
	switch v.Kind() {
	case reflect.Bool:
		b, err := strconv.ParseBool(n.Value)
		v.SetBool(b)
		return err == nil && tag == "!!bool"
	case reflect.Int:
		i, err := strconv.ParseInt(n.Value, 0, 0)
		v.SetInt(i)
		return err == nil && tag == "!!int"
	case reflect.Float64:
		x, err := strconv.ParseFloat(n.Value, 64)
		v.SetFloat(x)
		return err == nil && (tag == "!!float" || tag == "!!int") && x-x == 0 // neither infinite nor NaN
	default:
		v.SetString(n.Value)
		return true
	}
}

// ResolveAlias is the YAML value that an alias stands for, or n itself.
func ResolveAlias(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	return n
}

func wanted(v reflect.Value) string {
	return map[reflect.Kind]string{
		reflect.Bool: "true or false", reflect.Int: "a whole number", reflect.Float64: "a number", reflect.String: "a text",
	}[v.Kind()]
}

// KindName says what a YAML value is, for messages such as want a text, got a list.
func KindName(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "settings"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.ShortTag() == "!!null":
		return "nothing"
	}
	return strconv.Quote(n.Value)
}

// clone copies a value with everything below it, so that no two configs share a
// slice.
func clone(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch {
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(clone(v.Field(i)))
		}
	case v.Kind() == reflect.Slice && !v.IsNil():
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(clone(v.Index(i)))
		}
	}
	return out
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
