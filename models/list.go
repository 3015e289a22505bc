package models

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v4"
)

//go:embed models.yaml *.txt
var embedded embed.FS

// List is every model that comes with the program, in the order of models.yaml. The
// caller owns the result.
func List() []Model {
	data, err := embedded.ReadFile("models.yaml")
	if err != nil {
		panic(err) // cannot happen: the compiler put it there
	}
	list, err := parse(data)
	if err != nil {
		panic(err) // a test guards the file
	}
	return list
}

// All is List and the user's own models behind it (see Own).
func All() ([]Model, error) {
	own, err := Own()
	return append(List(), own...), err
}

// Lookup finds a model by its name. The error lists the names there are, or says
// what is wrong with the user's own list.
func Lookup(name string) (Model, error) {
	all, err := All()
	if err != nil {
		return Model{}, err
	}
	var have []string
	for _, m := range all {
		if m.Name == name {
			return m, nil
		}
		have = append(have, m.Name)
	}
	return Model{}, fmt.Errorf("unknown model %q (have %s)", name, strings.Join(have, ", "))
}

// Labels is the list of class names that a model's Labels field names, in the
// order of the model's classes. The error lists the lists there are.
func Labels(list string) ([]string, error) {
	if data, err := embedded.ReadFile(list + ".txt"); err == nil {
		return strings.Split(strings.TrimSpace(string(data)), "\n"), nil
	}
	have, err := fs.Glob(embedded, "*.txt")
	if err != nil {
		return nil, err
	}
	for i := range have {
		have[i] = strings.TrimSuffix(have[i], ".txt")
	}
	return nil, fmt.Errorf("unknown labels %q (have %s)", list, strings.Join(have, ", "))
}

func parse(data []byte) ([]Model, error) {
	var list []Model
	if err := yaml.Load(data, &list, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("models.yaml: %w", err)
	}
	return list, nil
}
