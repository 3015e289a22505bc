package nodes_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

type zone struct {
	Name string `yaml:"name" doc:"What it is called."`
	Size int    `yaml:"size" doc:"In pixels."`
}

type config struct {
	Model    string   `yaml:"model" doc:"Name of a model."`
	MinScore float64  `yaml:"min_score" doc:"Boxes that score less are dropped."`
	Every    int      `yaml:"every" doc:"Look at every n-th frame."`
	Draw     bool     `yaml:"draw" doc:"Draw what was found."`
	Method   string   `yaml:"method" enum:"model,motion" doc:"How to find things."`
	Classes  []string `yaml:"classes" doc:"Names of classes to keep."`
	Sizes    []int    `yaml:"sizes" doc:"Sizes to try."`
	Kinds    []string `yaml:"kinds" enum:"car,person" doc:"Kinds to count."`
	Near     zone     `yaml:"near" doc:"The zone at the camera."`
	Zones    []zone   `yaml:"zones" doc:"More zones."`
}

func defaults() config {
	return config{MinScore: 0.3, Every: 1, Method: "model", Classes: []string{"person"}, Near: zone{Name: "door", Size: 8}}
}

func factory[C any](defaults C) nodes.Factory {
	return nodes.Define(nodes.Info{Type: "Fake"}, defaults, func(context.Context, nodes.Env, C) (nodes.Node, error) { return nil, nil })
}

// decode reads settings as a graph file's loader does: they hang below a document.
func decode(t *testing.T, f nodes.Factory, text string) (any, []string) {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	var n *yaml.Node
	if len(doc.Content) > 0 {
		n = doc.Content[0]
	}
	cfg, problems := nodes.Decode(f, "g.yaml", "nodes.n.with", n, &yaml.Node{Line: 90, Column: 9})
	var texts []string
	for _, p := range problems {
		texts = append(texts, p.Error())
	}
	return cfg, texts
}

func TestDecodeValues(t *testing.T) {
	tests := []struct {
		name, text string
		change     func(*config)
	}{
		{"nothing gives defaults", ``, func(*config) {}},
		{"every type", "{model: m, min_score: 1, every: 0x10, draw: true, method: motion}", func(c *config) {
			c.Model, c.MinScore, c.Every, c.Draw, c.Method = "m", 1, 16, true, "motion"
		}},
		{"any scalar is a text", "{model: 7}", func(c *config) { c.Model = "7" }},
		{"list replaces the default", "{classes: [car, dog]}", func(c *config) { c.Classes = []string{"car", "dog"} }},
		{"empty list", "{classes: []}", func(c *config) { c.Classes = []string{} }},
		{"one value for a list", "{classes: car, sizes: 4}", func(c *config) { c.Classes, c.Sizes = []string{"car"}, []int{4} }},
		{"list with an enum", "{kinds: [person, car]}", func(c *config) { c.Kinds = []string{"person", "car"} }},
		{"settings keep the rest of their defaults", "{near: {size: 9}}", func(c *config) { c.Near.Size = 9 }},
		{"list of settings", "zones:\n- {name: a}\n- {name: b, size: 2}", func(c *config) { c.Zones = []zone{{Name: "a"}, {"b", 2}} }},
		{"one settings for a list", "zones: {name: a}", func(c *config) { c.Zones = []zone{{Name: "a"}} }},
		{"alias", "{model: &m x, classes: [*m]}", func(c *config) { c.Model, c.Classes = "x", []string{"x"} }},
		{"alias of settings", "{near: &z {name: a, size: 1}, zones: [*z]}", func(c *config) {
			c.Near = zone{"a", 1}
			c.Zones = []zone{{"a", 1}}
		}},
		{"alias as a name", "{model: &d draw, *d : true}", func(c *config) { c.Model, c.Draw = "draw", true }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := defaults()
			tt.change(&want)
			got, problems := decode(t, factory(defaults()), tt.text)
			if problems != nil {
				t.Fatalf("problems: %q", problems)
			}
			if !reflect.DeepEqual(got, &want) {
				t.Errorf("got  %+v\nwant %+v", got, &want)
			}
		})
	}
}

func TestDecodeProblems(t *testing.T) {
	const have = "(have classes, draw, every, kinds, method, min_score, model, near, sizes, zones)"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"unknown and near", "min_scor: 1", []string{"g.yaml:1:1: nodes.n.with.min_scor: unknown setting " + have + "; did you mean min_score?"}},
		{"unknown and far", "\n  colour: 1", []string{"g.yaml:2:3: nodes.n.with.colour: unknown setting " + have}},
		{"unknown below", "near: {nam: x}", []string{"g.yaml:1:8: nodes.n.with.near.nam: unknown setting (have name, size); did you mean name?"}},
		{"unknown in a list", "zones: [{}, {siz: 1}]", []string{"g.yaml:1:14: nodes.n.with.zones[1].siz: unknown setting (have name, size); did you mean size?"}},
		{"merge key", "<<: {model: x}", []string{"g.yaml:1:1: nodes.n.with.<<: unknown setting " + have}},
		{"twice", "every: 1\ndraw: true\nevery: 2", []string{"g.yaml:3:1: nodes.n.with.every: set already in line 1"}},
		{"text for a number", "min_score: high", []string{`g.yaml:1:12: nodes.n.with.min_score: want a number, got "high"`}},
		{"quoted number", "min_score: '0.5'", []string{`g.yaml:1:12: nodes.n.with.min_score: want a number, got "0.5"`}},
		{"infinite", "min_score: .inf", []string{`g.yaml:1:12: nodes.n.with.min_score: want a number, got ".inf"`}},
		{"not a number", "min_score: .nan", []string{`g.yaml:1:12: nodes.n.with.min_score: want a number, got ".nan"`}},
		{"fraction for a whole number", "every: 1.5", []string{`g.yaml:1:8: nodes.n.with.every: want a whole number, got "1.5"`}},
		{"too large", "every: 99999999999999999999", []string{`g.yaml:1:8: nodes.n.with.every: want a whole number, got "99999999999999999999"`}},
		{"yes for true", "draw: yes", []string{`g.yaml:1:7: nodes.n.with.draw: want true or false, got "yes"`}},
		{"nothing", "model:", []string{"g.yaml:1:7: nodes.n.with.model: want a text, got nothing"}},
		{"nothing in a list", "sizes: [1, ~]", []string{"g.yaml:1:12: nodes.n.with.sizes[1]: want a whole number, got nothing"}},
		{"list for a text", "model: [a]", []string{"g.yaml:1:8: nodes.n.with.model: want a text, got a list"}},
		{"settings for a number", "every: {a: 1}", []string{"g.yaml:1:8: nodes.n.with.every: want a whole number, got settings"}},
		{"number for settings", "near: 3", []string{`g.yaml:1:7: nodes.n.with.near: want settings (name: value), got "3"`}},
		{"list for everything", "[a, b]", []string{"g.yaml:1:1: nodes.n.with: want settings (name: value), got a list"}},
		{"enum and near", "method: moton", []string{`g.yaml:1:9: nodes.n.with.method: want one of model, motion, got "moton"; did you mean motion?`}},
		{"enum in a list", "kinds: [car, tree]", []string{`g.yaml:1:14: nodes.n.with.kinds[1]: want one of car, person, got "tree"`}},
		{"list that holds itself", "classes: &c [*c]", []string{"g.yaml:1:10: nodes.n.with.classes[0]: want a text, got a list"}},
		{"all at once", "every: x\nsizes: [y]\ndraw: 1", []string{
			`g.yaml:1:8: nodes.n.with.every: want a whole number, got "x"`,
			`g.yaml:2:9: nodes.n.with.sizes[0]: want a whole number, got "y"`,
			`g.yaml:3:7: nodes.n.with.draw: want true or false, got "1"`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := decode(t, factory(defaults()), tt.text)
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func TestDecodeWithoutSettings(t *testing.T) {
	_, got := decode(t, factory(struct{}{}), "a: 1")
	if want := []string{"g.yaml:1:1: nodes.n.with.a: unknown setting (have none)"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
