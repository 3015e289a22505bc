package nodestest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestDescriptionViolations(t *testing.T) {
	tests := []struct {
		name string
		edit func(*nodes.Info)
		want string
	}{
		{"type", func(i *nodes.Info) { i.Type = "fake_node" }, `fake_node, description: node type "fake_node": want a CamelCase name`},
		{"doc", func(i *nodes.Info) { i.Doc = "" }, "Fake, description: the type has no Doc"},
		{"port doc", func(i *nodes.Info) { i.Out[0].Doc = "" }, "Fake, description: output port frame has no Doc"},
		{"port name", func(i *nodes.Info) { i.In[1].Name = "Boxes" }, `Fake, description: input port "Boxes": want a lower_snake_case name`},
		{"port twice", func(i *nodes.Info) { i.Out[1].Name = "frame" }, "Fake, description: output port frame is there twice"},
		{"port type", func(i *nodes.Info) { i.In[0].Type = "picture" }, `Fake, description: input port frame has the type "picture"`},
		{"same as", func(i *nodes.Info) { i.Out[1].SameAs = "box" }, "Fake, description: output port instances is SameAs box, which is no input port"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			info, in := fakeInfo(), fakeInputs(t)
			tt.edit(&info)
			wantErrors(t, record(t, func(tb testing.TB) { Check(tb, factoryOf(info, &fake{}), settings, in...) }), tt.want)
		})
	}
}

type badNames struct {
	Size int `yaml:"maxSize" doc:"In pixels."`
}

type badEnum struct {
	Inner struct {
		Mode string `yaml:"mode" enum:"a,b" doc:"How to do it."`
	} `yaml:"inner" doc:"More."`
}

type badDoc struct {
	Size int `yaml:"size"`
}

type badDefault struct{}

func (badDefault) Validate() error { return errors.New("not like this") }

func define[C any](defaults C) nodes.Factory {
	return nodes.Define(fakeInfo(), defaults, func(context.Context, nodes.Env, C) (nodes.Node, error) {
		return nil, errors.New("no device")
	})
}

func TestSettingsViolations(t *testing.T) {
	withC := badEnum{}
	withC.Inner.Mode = "c"
	tests := []struct {
		name     string
		factory  nodes.Factory
		settings string
		want     string
	}{
		{"name", define(badNames{}), "", "Fake, description: setting maxSize: want a lower_snake_case name"},
		{"default", define(withC), "", `Fake, description: setting inner.mode: the default "c" is none of a, b`},
		{"doc", define(badDoc{}), "", "Fake, description: node type Fake: field Size: wants the tags yaml and doc"},
		{"defaults refused without a name", define(badDefault{}), "", "Fake, settings: settings: with: not like this"},
		{"settings do not fit", define(fakeConfig{}), "{model: m, mode: c}", `Fake, settings: settings:1:18: with.mode: want one of a, b, got "c"`},
		{"settings are no YAML", define(fakeConfig{}), "{", "Fake, settings: "},
		{"does not open", define(fakeConfig{}), settings, "Fake, opened and closed: open: no device"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := fakeInputs(t)
			wantErrors(t, record(t, func(tb testing.TB) { Check(tb, tt.factory, tt.settings, in...) }), tt.want)
		})
	}
	r := record(t, func(tb testing.TB) { Check(tb, define(fakeConfig{}), settings) })
	wantErrors(t, r, "Fake has input ports: give Check some packets")
}

func TestSourceViolations(t *testing.T) {
	info := nodes.Info{Type: "Fake", Doc: "Gives frames.", Out: []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."}}}
	tests := []struct {
		name   string
		source *source
		want   string
	}{
		{"gives nothing", &source{}, run + "the source gave no packet at all"},
		{"no stream", &source{n: 2, stamp: func(int) nodes.Stamp { return nodes.Stamp{} }}, run + "packet 0: the stamp has no Stream"},
		{
			"before the start", &source{n: 2, stamp: func(int) nodes.Stamp { return nodes.Stamp{Stream: "s", PTS: -1} }},
			run + "packet 0: the stamp's PTS is -1ns",
		},
		{
			"time stands still", &source{n: 2, stamp: func(seq int) nodes.Stamp { return nodes.Stamp{Stream: "s", Seq: uint64(seq), PTS: time.Second} }},
			run + "packet 1: stamp s frame 1 at 1.000s does not rise after s frame 0 at 1.000s",
		},
		{
			"one number twice", &source{n: 2, stamp: func(seq int) nodes.Stamp { return nodes.Stamp{Stream: "s", PTS: time.Duration(seq)} }},
			run + "packet 1: stamp s frame 0 at 0.000s does not rise after s frame 0 at 0.000s",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantErrors(t, record(t, func(tb testing.TB) { Check(tb, factoryOf(info, tt.source), settings) }), tt.want)
		})
	}
}
