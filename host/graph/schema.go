package graph

import (
	"encoding/json"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

type object = map[string]any

// Schema is the JSON Schema (draft 2020-12) of graph files with these node types,
// for editors. It knows names, types and defaults; that references fit and values
// make sense, only Check knows.
func Schema(reg *nodes.Registry) ([]byte, error) {
	defs, choices := object{}, []any{}
	for _, typ := range reg.Types() {
		f, err := reg.Lookup(typ)
		if err != nil {
			return nil, err
		}
		fields, err := nodes.Fields(f)
		if err != nil {
			return nil, err
		}
		defs[typ] = nodeSchema(f, fields)
		choices = append(choices, object{
			"if":   object{"properties": object{"type": object{"const": typ}}, "required": []string{"type"}},
			"then": object{"$ref": "#/$defs/" + typ},
		})
	}
	choices = append(choices, object{ // a plugin may have types of its own
		"if":   object{"not": object{"required": []string{"plugin"}}},
		"then": object{"properties": object{"type": object{"enum": reg.Types(), "description": "What the node does."}}},
	})
	defs["node"] = object{"type": "object", "required": []string{"type"}, "allOf": choices}
	settings, err := nodes.Fields(pluginType)
	if err != nil {
		return nil, err
	}
	plugin := settingsSchema(settings, "A program that runs nodes.")
	plugin["required"] = []string{"path"}
	text, err := json.MarshalIndent(fileSchema(defs, plugin), "", "  ")
	return append(text, '\n'), err
}

func fileSchema(defs, plugin object) object {
	return object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "Maskgraph graph file",
		"type":                 "object",
		"required":             []string{"version", "nodes"},
		"additionalProperties": false,
		"properties": object{
			"version": object{"const": 1, "description": "The version of the file format."},
			"threads": object{"type": "integer", "minimum": 1, "description": "Processors that one computation of a model may use, in nodes that say nothing themselves; all when this is not given."},
			"plugins": object{
				"type":                 "object",
				"description":          "Programs that run nodes, by name.",
				"additionalProperties": plugin,
			},
			"nodes": object{
				"type":                 "object",
				"description":          "The nodes, by name.",
				"minProperties":        1,
				"propertyNames":        object{"pattern": namePattern},
				"additionalProperties": object{"$ref": "#/$defs/node"},
			},
			"streams": streamsSchema(),
		},
		"$defs": defs,
	}
}

func streamsSchema() object {
	return object{
		"type": "object",
		"description": "Streams, by name: the graph is run once for each, side by side, with one session of each model for all. " +
			"In outputs, {stream} stands for the name.",
		"minProperties": 1,
		"propertyNames": object{"pattern": streamPattern},
		"additionalProperties": object{
			"type":          []string{"object", "null"},
			"description":   "What differs from the nodes above: settings, by node.",
			"propertyNames": object{"pattern": namePattern},
			"additionalProperties": object{
				"type":        []string{"object", "null"},
				"description": "Settings, laid over those of the node.",
			},
		},
	}
}

func nodeSchema(f nodes.Factory, fields []nodes.Field) object {
	in, required := object{}, []string{}
	for _, p := range f.In {
		in[p.Name] = object{"type": "string", "pattern": refPattern, "description": p.Doc + " Takes " + string(p.Type) + " of node or node.port."}
		if !p.Optional {
			required = append(required, p.Name)
		}
	}
	want := []string{"type"}
	if len(required) > 0 {
		want = append(want, "in")
	}
	return object{
		"description":          f.Doc,
		"required":             want,
		"additionalProperties": false,
		"properties": object{
			"type":   object{"const": f.Type, "description": f.Doc},
			"plugin": object{"type": "string", "description": "The plugin that runs the node; without it the host does."},
			"in":     object{"type": "object", "description": "What feeds each input.", "additionalProperties": false, "properties": in, "required": required},
			"with":   settingsSchema(fields, "Settings of this node."),
		},
	}
}

func settingsSchema(fields []nodes.Field, doc string) object {
	props := object{}
	for _, f := range fields {
		props[f.Name] = fieldSchema(f)
	}
	return object{"type": "object", "description": doc, "additionalProperties": false, "properties": props}
}

func fieldSchema(f nodes.Field) object {
	s := typeSchema(f, f.Type)
	s["description"] = f.Doc
	if f.Default != nil && !strings.HasSuffix(f.Type, "settings") {
		s["default"] = f.Default
	}
	return s
}

// typeSchema accepts what nodes.Decode accepts: a text may look like a number,
// and a single value stands for a list of one.
func typeSchema(f nodes.Field, typ string) object {
	if item, ok := strings.CutPrefix(typ, "list of "); ok {
		one := typeSchema(f, item)
		return object{"anyOf": []any{one, object{"type": "array", "items": one}}}
	}
	switch typ {
	case "settings":
		return settingsSchema(f.Fields, f.Doc)
	case "bool":
		return object{"type": "boolean"}
	case "int":
		return object{"type": "integer"}
	case "number":
		return object{"type": "number"}
	}
	if f.Enum != nil {
		return object{"enum": f.Enum}
	}
	return object{"type": []string{"string", "number", "boolean"}}
}
