package nodes

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// decodeStruct decodes settings into a fresh copy of a Config struct and asks its
// Validate. It returns a pointer to the copy.
func decodeStruct(defaults any, file, path string, n, at *yaml.Node) (cfg any, problems []Problem) {
	v := reflect.New(reflect.TypeOf(defaults))
	v.Elem().Set(clone(reflect.ValueOf(defaults)))
	d := &decoder{file: file, base: path + ".", places: map[string]*yaml.Node{}}
	if n != nil {
		d.settings(n, path, v.Elem())
	}
	if validator, ok := reflect.TypeAssert[interface{ Validate() error }](v); ok {
		if n != nil {
			at = n
		}
		d.decoded = slices.Clone(d.problems)
		d.report(validator.Validate(), path, at)
	}
	return v.Interface(), d.problems
}

type decoder struct {
	file     string
	base     string                // path of the settings of the top level, with a dot
	places   map[string]*yaml.Node // where each value stands, by its path below base
	problems []Problem
	decoded  []Problem // what was wrong already when Validate came to look
}

func (d *decoder) add(at *yaml.Node, path, format string, args ...any) {
	p := Problem{File: d.file, Path: path, Msg: fmt.Sprintf(format, args...)}
	if at != nil {
		p.Line, p.Col = at.Line, at.Column
	}
	d.problems = append(d.problems, p)
}

// settings decodes a mapping into a struct.
func (d *decoder) settings(n *yaml.Node, path string, v reflect.Value) {
	n = ResolveAlias(n)
	if n.Kind != yaml.MappingNode {
		d.add(n, path, "want settings (name: value), got %s", KindName(n))
		return
	}
	fields, names := map[string]int{}, []string{}
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("yaml")
		fields[name] = i
		names = append(names, name)
	}
	slices.Sort(names)
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		name := ResolveAlias(key).Value
		sub := path + "." + name
		idx, ok := fields[name]
		switch {
		case !ok:
			d.add(key, sub, "unknown setting (have %s)%s", orNone(names), DidYouMean(name, names))
		case seen[name] > 0:
			d.add(key, sub, "set already in line %d", seen[name])
		default:
			seen[name] = max(key.Line, 1)
			d.value(val, sub, v.Field(idx), v.Type().Field(idx).Tag.Get("enum"))
		}
	}
}

// report files what Validate said. Joined errors are taken apart; one that starts
// with a setting's name and a colon points at that setting. Where decoding has
// failed somewhere, Validate saw defaults in place of what was meant: then only
// what it says of settings that were read well is worth saying.
func (d *decoder) report(err error, path string, at *yaml.Node) {
	if err == nil {
		return
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			d.report(e, path, at)
		}
		return
	}
	name, msg, ok := strings.Cut(err.Error(), ": ")
	named := ok && !strings.ContainsAny(name, " ")
	place := d.places[name]
	broken := func(p Problem) bool { return strings.HasPrefix(p.Path+".", d.base+name+".") }
	switch {
	case len(d.decoded) > 0 && (!named || place == nil || slices.ContainsFunc(d.decoded, broken)):
	case !named:
		d.add(at, path, "%s", err)
	case place != nil:
		d.add(place, path+"."+name, "%s", msg)
	default:
		d.add(at, path+"."+name, "%s", msg)
	}
}
