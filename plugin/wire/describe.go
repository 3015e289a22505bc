package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// Type is a node type as a plugin describes it.
type Type struct {
	nodes.Info
	Fields []nodes.Field // the settings
}

func typeTo(f nodes.Factory) (*pb.NodeType, error) {
	fields, err := nodes.Fields(f)
	if err != nil {
		return nil, err
	}
	msg := &pb.NodeType{Type: f.Type, Doc: f.Doc, In: portsTo(f.In), Out: portsTo(f.Out)}
	msg.Fields, err = fieldsTo(fields)
	return msg, err
}

func typeFrom(msg *pb.NodeType) (Type, error) {
	t := Type{Info: nodes.Info{Type: msg.GetType(), Doc: msg.GetDoc()}}
	var errs [3]error
	t.In, errs[0] = portsFrom(msg.GetIn())
	t.Out, errs[1] = portsFrom(msg.GetOut())
	t.Fields, errs[2] = fieldsFrom(msg.GetFields(), 0)
	if err := errors.Join(errs[:]...); err != nil {
		return Type{}, fmt.Errorf("its node type %q: %w", t.Type, err)
	}
	return t, nil
}

func portsTo(ports []nodes.Port) []*pb.Port {
	var msgs []*pb.Port
	for _, p := range ports {
		msgs = append(msgs, &pb.Port{Name: p.Name, Type: string(p.Type), Doc: p.Doc, Optional: p.Optional, SameAs: p.SameAs})
	}
	return msgs
}

func portsFrom(msgs []*pb.Port) ([]nodes.Port, error) {
	var ports []nodes.Port
	for _, m := range msgs {
		p := nodes.Port{Name: m.GetName(), Type: nodes.Type(m.GetType()), Doc: m.GetDoc(), Optional: m.GetOptional(), SameAs: m.GetSameAs()}
		if p.Type != nodes.TypeFrame && p.Type != nodes.TypeBoxes && p.Type != nodes.TypeMasks {
			return nil, fmt.Errorf("port %q has the type %q: want frame, boxes or masks", p.Name, p.Type)
		}
		twice := func(q nodes.Port) bool { return q.Name == p.Name }
		if p.Name == "" || slices.ContainsFunc(ports, twice) {
			return nil, fmt.Errorf("port %q: want a name of its own for each", p.Name)
		}
		ports = append(ports, p)
	}
	return ports, nil
}

func fieldsTo(fields []nodes.Field) ([]*pb.Field, error) {
	var msgs []*pb.Field
	for _, f := range fields {
		msg := &pb.Field{Name: f.Name, Type: f.Type, Doc: f.Doc, Enum: f.Enum, Output: f.Output}
		var err error
		if msg.Fields, err = fieldsTo(f.Fields); err != nil {
			return nil, err
		}
		// What is in a list of settings by default is for no reader: host and
		// documentation leave it out, too.
		if f.Default != nil && !strings.HasSuffix(f.Type, "settings") {
			text, err := json.Marshal(f.Default)
			if err != nil {
				return nil, fmt.Errorf("default of %s: %w", f.Name, err)
			}
			msg.DefaultJson = string(text)
		}
		msgs = append(msgs, msg)
	}
	return msgs, nil
}

func fieldsFrom(msgs []*pb.Field, depth int) ([]nodes.Field, error) {
	if depth > 10 {
		return nil, errors.New("its settings go deeper than 10 levels")
	}
	var fields []nodes.Field
	for _, m := range msgs {
		f := nodes.Field{Name: m.GetName(), Type: m.GetType(), Doc: m.GetDoc(), Enum: m.GetEnum(), Output: m.GetOutput()}
		var err error
		if f.Fields, err = fieldsFrom(m.GetFields(), depth+1); err == nil {
			f.Default, err = defaultFrom(f.Type, m.GetDefaultJson())
		}
		if err != nil {
			return nil, fmt.Errorf("setting %q: %w", f.Name, err)
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// defaultFrom gives a default the Go type that it has in a Config struct.
func defaultFrom(typ, text string) (any, error) {
	t := goType(typ)
	if t == nil {
		return nil, fmt.Errorf("it has the type %q: want bool, int, number, string, settings, or list of one of them", typ)
	}
	if text == "" {
		return nil, nil
	}
	v := reflect.New(t)
	if err := json.Unmarshal([]byte(text), v.Interface()); err != nil {
		return nil, fmt.Errorf("its default %q is no %s", text, typ)
	}
	return v.Elem().Interface(), nil
}

func goType(typ string) reflect.Type {
	item, isList := strings.CutPrefix(typ, "list of ")
	if !isList {
		return map[string]reflect.Type{
			"bool": reflect.TypeFor[bool](), "int": reflect.TypeFor[int](), "number": reflect.TypeFor[float64](),
			"string": reflect.TypeFor[string](), "settings": reflect.TypeFor[map[string]any](),
		}[typ]
	}
	if t := goType(item); t != nil && len(typ) < 100 {
		return reflect.SliceOf(t)
	}
	return nil
}
