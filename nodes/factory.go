package nodes

import (
	"context"
	"errors"

	"go.yaml.in/yaml/v4"
)

// Factory makes nodes of one type. Define makes one from a Config struct, Foreign
// one for a type that lives elsewhere.
type Factory struct {
	Info
	fields func() ([]Field, error)
	decode func(file, path string, n, at *yaml.Node) (cfg any, problems []Problem)
	open   func(ctx context.Context, env Env, cfg any) (Node, error)
}

// Define ties a node type to its settings and its constructor. defaults is the
// Config struct as it is when a graph file says nothing; its fields carry the
// tags that Field describes. open gets the checked settings; when it fails it
// must have given back whatever it took.
func Define[C any](info Info, defaults C, open func(ctx context.Context, env Env, cfg C) (Node, error)) Factory {
	return Factory{
		Info:   info,
		fields: func() ([]Field, error) { return fieldsOf(defaults) },
		decode: func(file, path string, n, at *yaml.Node) (any, []Problem) {
			return decodeStruct(defaults, file, path, n, at)
		},
		open: func(ctx context.Context, env Env, cfg any) (Node, error) {
			return open(ctx, env, *cfg.(*C))
		},
	}
}

// Foreign is the factory of a node type that lives elsewhere, such as in a plugin:
// fields describes its settings, check finds what is wrong with those of a graph
// file (n, nil when there are none) and may return a problem for each, with the
// positions of the YAML nodes, and open gets n as it was checked.
func Foreign(
	info Info, fields []Field,
	check func(file, path string, n, at *yaml.Node) []Problem,
	open func(ctx context.Context, env Env, n *yaml.Node) (Node, error),
) Factory {
	return Factory{
		Info:   info,
		fields: func() ([]Field, error) { return fields, nil },
		decode: func(file, path string, n, at *yaml.Node) (any, []Problem) {
			return n, check(file, path, n, at)
		},
		open: func(ctx context.Context, env Env, cfg any) (Node, error) {
			return open(ctx, env, cfg.(*yaml.Node))
		},
	}
}

// Fields describes every setting of a node type, in the order of its Config
// struct. An error is a mistake in the struct: a missing doc, a name that is used
// twice, an unusable type, or a Factory that nobody has made.
func Fields(f Factory) ([]Field, error) {
	if f.fields == nil {
		return nil, errors.New("an empty Factory has no fields")
	}
	return f.fields()
}

// Decode reads a node's settings (what stands under "with") and returns what
// Factory.Open wants. Everything wrong is reported at once: settings that do not
// exist, values of the wrong type, and what the Config's own Validate says. n may
// be nil: all defaults. at is where to point when there is no better place.
func Decode(f Factory, file, path string, n, at *yaml.Node) (cfg any, problems []Problem) {
	return f.decode(file, path, n, at)
}

// Open makes a node. cfg is what Decode returned for this factory.
func (f Factory) Open(ctx context.Context, env Env, cfg any) (Node, error) {
	return f.open(ctx, env, cfg)
}

// Input is the named input port.
func (f Factory) Input(name string) (Port, bool) { return find(f.In, name) }

// Output is the named output port.
func (f Factory) Output(name string) (Port, bool) { return find(f.Out, name) }

func find(ports []Port, name string) (Port, bool) {
	for _, p := range ports {
		if p.Name == name {
			return p, true
		}
	}
	return Port{}, false
}
