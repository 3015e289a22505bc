package graph

import (
	"context"
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// The node types of tests that open nothing.

type videoConfig struct {
	URI  string  `yaml:"uri" doc:"What to read."`
	FPS  float64 `yaml:"fps" doc:"Frames a second."`
	Loop bool    `yaml:"loop" doc:"Start again at the end."`
	Size struct {
		Width  int `yaml:"width" doc:"In pixels."`
		Height int `yaml:"height" doc:"In pixels."`
	} `yaml:"size" doc:"The size of its pictures."`
}

type findConfig struct {
	Method   string   `yaml:"method" enum:"model,motion" doc:"How to find things."`
	MinScore float64  `yaml:"min_score" doc:"Boxes that score less are dropped."`
	Classes  []string `yaml:"classes" doc:"Only these."`
}

func (c findConfig) Validate() error {
	if c.MinScore < 0 || c.MinScore > 1 {
		return fmt.Errorf("min_score: must be in [0, 1], got %v", c.MinScore)
	}
	return nil
}

type saveConfig struct {
	Path string `yaml:"path" output:"true" doc:"The file."`
}

type noConfig struct{}

func port(name string, typ nodes.Type) nodes.Port {
	return nodes.Port{Name: name, Type: typ, Doc: "The " + name + "."}
}

func optional(p nodes.Port) nodes.Port {
	p.Optional = true
	return p
}

func sameAs(p nodes.Port, in string) nodes.Port {
	p.SameAs = in
	return p
}

func closedType[C any](typ, doc string, defaults C, in, out []nodes.Port) nodes.Factory {
	return nodes.Define(nodes.Info{Type: typ, Doc: doc, In: in, Out: out}, defaults,
		func(context.Context, nodes.Env, C) (nodes.Node, error) { return nil, errors.New("only for checks") })
}

type ports = []nodes.Port

func checkRegistry() *nodes.Registry {
	frame, boxes, masks := port("frame", nodes.TypeFrame), port("boxes", nodes.TypeBoxes), port("masks", nodes.TypeMasks)
	instances := port("instances", nodes.TypeBoxes)
	return nodes.MustRegistry(
		closedType("Video", "Reads a video. Or so.", videoConfig{FPS: 25}, nil, ports{frame}),
		closedType("Stereo", "Reads two videos.", noConfig{}, nil, ports{port("left", nodes.TypeFrame), port("right", nodes.TypeFrame)}),
		closedType("Find", "Finds things.", findConfig{Method: "model", MinScore: 0.25, Classes: []string{"person", "car"}}, ports{frame}, ports{boxes}),
		closedType("Cut", "Cuts things out.", noConfig{}, ports{frame, boxes}, ports{masks}),
		closedType("FindAndCut", "Does both.", noConfig{}, ports{frame}, ports{boxes, masks}),
		closedType("Follow", "Follows things.", noConfig{}, ports{instances}, ports{sameAs(instances, "instances")}),
		closedType("Save", "Writes files.", saveConfig{}, ports{frame, optional(instances)}, nil),
		closedType("Measure", "Measures masks.", noConfig{}, ports{masks}, nil),
		closedType("Show", "Shows what there is.", noConfig{}, ports{optional(frame), optional(instances)}, nil),
	)
}
