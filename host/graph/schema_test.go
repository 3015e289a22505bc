package graph

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := Schema(checkRegistry())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("graph.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("graph.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSchema(t *testing.T) {
	schema := compileSchema(t)
	good, err := os.ReadFile("testdata/check/good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	whole, _, _ := strings.Cut(string(good), "-- want --")
	node := func(text string) string { return "version: 1\nnodes:\n  n: {" + text + "}\n" }
	tests := []struct {
		name, text string
		valid      bool
	}{
		{"a whole graph", whole, true},
		{"a number for a text", node("type: Video, with: {uri: 0}"), true},
		{"a whole number for a number", node("type: Video, with: {fps: 30}"), true},
		{"one value for a list", node("type: Find, in: {frame: v}, with: {classes: person}"), true},
		{"a list", node("type: Find, in: {frame: v.left}, with: {classes: [person, 7]}"), true},
		{"no version", "nodes: {n: {type: Video}}", false},
		{"threads", "version: 1\nthreads: 2\nnodes: {n: {type: Video}}", true},
		{"no threads", "version: 1\nthreads: 0\nnodes: {n: {type: Video}}", false},
		{"another version", "version: 2\nnodes: {n: {type: Video}}", false},
		{"no nodes", "version: 1\nnodes: {}", false},
		{"unknown key of a file", "version: 1\nnode: {}\nnodes: {n: {type: Video}}", false},
		{"no type", node("with: {}"), false},
		{"unknown type", node("type: Vidoe"), false},
		{"a node's name", "version: 1\nnodes: {N: {type: Video}}", false},
		{"unknown key of a node", node("type: Video, uri: a"), false},
		{"unknown setting", node("type: Video, with: {url: a}"), false},
		{"setting of another type", node("type: Video, with: {min_score: 1}"), false},
		{"unknown setting of a setting", node("type: Video, with: {size: {depth: 1}}"), false},
		{"a text for a number", node("type: Video, with: {fps: fast}"), false},
		{"a fraction for a whole number", node("type: Video, with: {size: {width: 1.5}}"), false},
		{"not in the enum", node("type: Find, in: {frame: v}, with: {method: guess}"), false},
		{"a list of settings", node("type: Find, in: {frame: v}, with: {classes: [{a: 1}]}"), false},
		{"an input is missing", node("type: Find"), false},
		{"one of the inputs is missing", node("type: Cut, in: {frame: v}"), false},
		{"unknown input", node("type: Find, in: {frame: v, boxes: w}"), false},
		{"inputs of a source", node("type: Video, in: {frame: v}"), false},
		{"no reference", node("type: Find, in: {frame: v.}"), false},
		{"a plugin without sense", "version: 1\nplugins: {a: {pat: b}}\nnodes: {n: {type: Video}}", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var v any
			if err := yaml.Load([]byte(tt.text), &v); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(v); (err == nil) != tt.valid {
				t.Errorf("valid: %v, want %v: %v", err == nil, tt.valid, err)
			}
		})
	}
}

// TestSchemaTexts: editors show documentation and defaults.
func TestSchemaTexts(t *testing.T) {
	text, err := Schema(checkRegistry())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"description": "Boxes that score less are dropped."`, `"default": 0.25`, `"default": "model"`,
		`"description": "The frame. Takes frame of node or node.port."`, `"https://json-schema.org/draft/2020-12/schema"`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the schema has no %s", want)
		}
	}
}
