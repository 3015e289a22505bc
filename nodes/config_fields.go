package nodes

import (
	"fmt"
	"reflect"
	"strings"
)

// Field describes one setting of a node type, read from a field of its Config
// struct:
//
//	MinScore float64 `yaml:"min_score" doc:"Boxes that score less are dropped."`
//	Method   string  `yaml:"method" enum:"model,motion" doc:"How to find things."`
//	COCO     string  `yaml:"coco" output:"true" doc:"The file to write."`
//
// A field is a bool, int, float64 or string, a struct of such fields, or a slice
// of any of these. A setting that is missing keeps its default.
type Field struct {
	Name    string   // as in a graph file
	Type    string   // bool, int, number, string, settings, or list of one of them
	Doc     string   // a sentence for the person who writes a graph
	Default any      // nil for a zero value that means not set
	Enum    []string // the values a string may have; nil: any
	Fields  []Field  // of settings and lists of settings
	Output  bool     // a path that the node writes to; {stream} in it stands for the stream's name
}

// fieldsOf describes the fields of a Config struct.
func fieldsOf(defaults any) ([]Field, error) {
	v := reflect.ValueOf(defaults)
	if !v.IsValid() || v.Kind() != reflect.Struct {
		return nil, fmt.Errorf("config must be a struct, got %T", defaults)
	}
	return structFields(v)
}

func structFields(v reflect.Value) ([]Field, error) {
	var fields []Field
	seen := map[string]bool{}
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		name := sf.Tag.Get("yaml")
		switch {
		case !sf.IsExported():
			return nil, fmt.Errorf("field %s: wants a capital letter", sf.Name)
		case name == "" || sf.Tag.Get("doc") == "":
			return nil, fmt.Errorf("field %s: wants the tags yaml and doc", sf.Name)
		case seen[name]:
			return nil, fmt.Errorf("field %s: the name %s is taken", sf.Name, name)
		}
		seen[name] = true
		field := Field{Name: name, Doc: sf.Tag.Get("doc"), Output: sf.Tag.Get("output") == "true"}
		if e := sf.Tag.Get("enum"); e != "" {
			field.Enum = strings.Split(e, ",")
		}
		var err error
		if field.Type, field.Fields, err = describe(v.Field(i)); err != nil {
			return nil, fmt.Errorf("field %s: %w", sf.Name, err)
		}
		if !v.Field(i).IsZero() && field.Type != "settings" {
			field.Default = clone(v.Field(i)).Interface()
		}
		fields = append(fields, field)
	}
	return fields, nil
}

func describe(v reflect.Value) (typ string, sub []Field, err error) {
	switch v.Kind() {
	case reflect.Bool:
		return "bool", nil, nil
	case reflect.Int:
		return "int", nil, nil
	case reflect.Float64:
		return "number", nil, nil
	case reflect.String:
		return "string", nil, nil
	case reflect.Struct:
		sub, err = structFields(v)
		return "settings", sub, err
	case reflect.Slice:
		typ, sub, err = describe(reflect.New(v.Type().Elem()).Elem())
		return "list of " + typ, sub, err
	}
	return "", nil, fmt.Errorf("a setting cannot be a %s", v.Type())
}
