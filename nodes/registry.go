package nodes

import (
	"fmt"
	"regexp"
	"slices"
)

// Registry is a set of node types. It is a value: nothing registers itself.
type Registry struct {
	byType map[string]Factory
	types  []string // in the order given
}

var typeName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]+$`)

// NewRegistry makes a registry. Two factories of one type, or a type that is not
// CamelCase, are an error.
func NewRegistry(factories ...Factory) (*Registry, error) {
	r := &Registry{byType: map[string]Factory{}}
	for _, f := range factories {
		if !typeName.MatchString(f.Type) {
			return nil, fmt.Errorf("node type %q: want a CamelCase name", f.Type)
		}
		if _, twice := r.byType[f.Type]; twice {
			return nil, fmt.Errorf("node type %s is registered twice", f.Type)
		}
		if _, err := Fields(f); err != nil {
			return nil, fmt.Errorf("node type %s: %w", f.Type, err)
		}
		r.byType[f.Type] = f
		r.types = append(r.types, f.Type)
	}
	return r, nil
}

// MustRegistry is NewRegistry for lists that are written down in code.
func MustRegistry(factories ...Factory) *Registry {
	r, err := NewRegistry(factories...)
	if err != nil {
		panic(err)
	}
	return r
}

// Lookup finds a type. The error lists the types there are.
func (r *Registry) Lookup(typ string) (Factory, error) {
	if f, ok := r.byType[typ]; ok {
		return f, nil
	}
	return Factory{}, fmt.Errorf("unknown type %q (have %s)%s", typ, orNone(r.types), DidYouMean(typ, r.types))
}

// Types is every type, in the order of registration.
func (r *Registry) Types() []string { return slices.Clone(r.types) }
