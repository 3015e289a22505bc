package nodes_test

import (
	"reflect"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestFields(t *testing.T) {
	zoneFields := []nodes.Field{
		{Name: "name", Type: "string", Doc: "What it is called."},
		{Name: "size", Type: "int", Doc: "In pixels."},
	}
	want := []nodes.Field{
		{Name: "model", Type: "string", Doc: "Name of a model."},
		{Name: "min_score", Type: "number", Doc: "Boxes that score less are dropped.", Default: 0.3},
		{Name: "every", Type: "int", Doc: "Look at every n-th frame.", Default: 1},
		{Name: "draw", Type: "bool", Doc: "Draw what was found."},
		{Name: "method", Type: "string", Doc: "How to find things.", Default: "model", Enum: []string{"model", "motion"}},
		{Name: "classes", Type: "list of string", Doc: "Names of classes to keep.", Default: []string{"person"}},
		{Name: "sizes", Type: "list of int", Doc: "Sizes to try."},
		{Name: "kinds", Type: "list of string", Doc: "Kinds to count.", Enum: []string{"car", "person"}},
		{Name: "near", Type: "settings", Doc: "The zone at the camera.", Fields: []nodes.Field{
			{Name: "name", Type: "string", Doc: "What it is called.", Default: "door"},
			{Name: "size", Type: "int", Doc: "In pixels.", Default: 8},
		}},
		{Name: "zones", Type: "list of settings", Doc: "More zones.", Fields: zoneFields},
	}
	got, err := nodes.Fields(factory(defaults()))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestFieldsMistakes(t *testing.T) {
	tests := []struct {
		name    string
		factory nodes.Factory
		want    string
	}{
		{"no struct", factory(3), "config must be a struct, got int"},
		{"nothing", nodes.Factory{}, "an empty Factory has no fields"},
		{"no name", factory(struct {
			A int `doc:"A."`
		}{}), "field A: wants the tags yaml and doc"},
		{"no doc", factory(struct {
			A int `yaml:"a"`
		}{}), "field A: wants the tags yaml and doc"},
		{"private", factory(struct {
			a int `yaml:"a" doc:"A."`
		}{}), "field a: wants a capital letter"},
		{"one name twice", factory(struct {
			A int `yaml:"a" doc:"A."`
			B int `yaml:"a" doc:"B."`
		}{}), "field B: the name a is taken"},
		{"map", factory(struct {
			A map[string]int `yaml:"a" doc:"A."`
		}{}), "field A: a setting cannot be a map[string]int"},
		{"list of pointers, below", factory(struct {
			A struct {
				B []*int `yaml:"b" doc:"B."`
			} `yaml:"a" doc:"A."`
		}{}), "field A: field B: a setting cannot be a *int"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := nodes.Fields(tt.factory)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
