package nodes_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

type checked struct {
	Low  float64  `yaml:"low" doc:"Lower bound."`
	High float64  `yaml:"high" doc:"Upper bound."`
	Near zone     `yaml:"near" doc:"A zone."`
	Tags []string `yaml:"tags" doc:"Some words."`
}

func (c checked) Validate() error {
	var errs []error
	if c.Low < 0 {
		errs = append(errs, fmt.Errorf("low: must be at least 0, got %v", c.Low))
	}
	if c.High > 1 {
		errs = append(errs, fmt.Errorf("high: must be at most 1, got %v", c.High))
	}
	if c.Near.Size < 0 {
		errs = append(errs, errors.Join(errors.New("near.size: must be positive")))
	}
	for i, tag := range c.Tags {
		if tag == "" {
			errs = append(errs, fmt.Errorf("tags[%d]: must not be empty", i))
		}
	}
	if c.Low > c.High {
		errs = append(errs, errors.New("low must not be above high: no score lies between"))
	}
	return errors.Join(errs...)
}

func TestDecodeValidate(t *testing.T) {
	tests := []struct {
		name, text string
		defaults   checked
		want       []string
	}{
		{"fits", "low: 0.5", checked{High: 1}, nil},
		{"each at its line", "low: -1\nnear:\n  size: -2\nhigh: 2", checked{High: 1}, []string{
			"g.yaml:1:6: nodes.n.with.low: must be at least 0, got -1",
			"g.yaml:4:7: nodes.n.with.high: must be at most 1, got 2",
			"g.yaml:3:9: nodes.n.with.near.size: must be positive",
		}},
		{"item of a list", "tags: [a, '']", checked{}, []string{"g.yaml:1:11: nodes.n.with.tags[1]: must not be empty"}},
		{"no single setting", "low: 0.9", checked{High: 0.5}, []string{
			"g.yaml:1:1: nodes.n.with: low must not be above high: no score lies between",
		}},
		{"a default that is not set", "low: 0", checked{High: 7}, []string{"g.yaml:1:1: nodes.n.with.high: must be at most 1, got 7"}},
		{"no settings at all", "", checked{High: 7}, []string{"g.yaml:90:9: nodes.n.with.high: must be at most 1, got 7"}},
		{"heard about what was read well", "low: -1\nhigh: x", checked{}, []string{
			`g.yaml:2:7: nodes.n.with.high: want a number, got "x"`,
			"g.yaml:1:6: nodes.n.with.low: must be at least 0, got -1",
		}},
		{"not heard about the rest", "low: 0.9\nhihg: 1", checked{High: 0.5, Near: zone{Size: -1}}, []string{
			"g.yaml:2:1: nodes.n.with.hihg: unknown setting (have high, low, near, tags); did you mean high?",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := decode(t, factory(tt.defaults), tt.text)
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func TestDecodeNeverSharesDefaults(t *testing.T) {
	d := defaults()
	d.Zones = []zone{{"a", 1}}
	f := factory(d)
	spoil := func(c *config) {
		c.Classes[0], c.Zones[0].Name, c.Near.Name = "spoilt", "spoilt", "spoilt"
	}
	first, _ := decode(t, f, "")
	spoil(first.(*config))
	fields, err := nodes.Fields(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range fields {
		if field.Name == "classes" {
			field.Default.([]string)[0] = "spoilt"
		}
	}
	second, _ := decode(t, f, "")
	want := defaults()
	want.Zones = []zone{{"a", 1}}
	if !reflect.DeepEqual(second, &want) {
		t.Errorf("got %+v, want %+v", second, &want)
	}
}

func TestOpenGetsTheDecodedConfig(t *testing.T) {
	var got config
	f := nodes.Define(nodes.Info{Type: "Fake"}, defaults(), func(_ context.Context, _ nodes.Env, c config) (nodes.Node, error) {
		got = c
		return nil, nil
	})
	cfg, _ := decode(t, f, "{every: 3}")
	if _, err := f.Open(t.Context(), nodes.Env{}, cfg); err != nil {
		t.Fatal(err)
	}
	if want := defaults(); got.Every != 3 || got.MinScore != want.MinScore {
		t.Errorf("open got %+v", got)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		"", "a: 1", "min_score: 0.5", "classes: [a, b]", "near: {size: 1}", "zones: [{name: x}]",
		"model: &m x\nclasses: [*m]", "classes: &c [*c]", "? [a]\n: b", "<<: *x", "every: 0x7fffffffffffffff", "draw: !!bool x",
	} {
		f.Add(s)
	}
	fake := factory(defaults())
	f.Fuzz(func(t *testing.T, text string) {
		var doc yaml.Node
		if yaml.Unmarshal([]byte(text), &doc) != nil || len(doc.Content) == 0 {
			t.Skip()
		}
		cfg, problems := nodes.Decode(fake, "g.yaml", "with", doc.Content[0], nil)
		for _, p := range problems {
			if p.Line < 1 || p.Msg == "" || !strings.HasPrefix(p.Path, "with") {
				t.Errorf("problem without a place: %#v", p)
			}
		}
		if len(problems) == 0 && cfg.(*config).MinScore-cfg.(*config).MinScore != 0 {
			t.Errorf("min_score is %v", cfg.(*config).MinScore)
		}
	})
}
