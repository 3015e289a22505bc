package wire

import (
	"context"
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

type zone struct {
	Name string `yaml:"name" doc:"What it is called."`
	Size int    `yaml:"size" doc:"In pixels."`
}

type manySettings struct {
	Model   string    `yaml:"model" doc:"A name."`
	Method  string    `yaml:"method" enum:"fast,slow" doc:"How."`
	Score   float64   `yaml:"score" doc:"At least."`
	Every   int       `yaml:"every" doc:"How often."`
	Warm    bool      `yaml:"warm" doc:"Whether to."`
	Classes []string  `yaml:"classes" doc:"Which."`
	Sizes   [][]int   `yaml:"sizes" doc:"Pairs."`
	Zone    zone      `yaml:"zone" doc:"Where."`
	Zones   []zone    `yaml:"zones" doc:"Where else."`
	Weights []float64 `yaml:"weights" doc:"How much."`
}

func (s manySettings) Validate() error {
	if s.Score > 1 {
		return fmt.Errorf("score: must be in [0, 1], got %v", s.Score)
	}
	if len(s.Zones) > 0 && s.Zones[0].Size < 0 {
		return fmt.Errorf("zones[0].size: must not be negative, got %d", s.Zones[0].Size)
	}
	if s.Model == "" && s.Warm {
		return errors.New("model: must be given to warm it up")
	}
	return nil
}

var many = nodes.Define(nodes.Info{
	Type: "Many", Doc: "Has settings.",
	In:  []nodes.Port{{Name: "boxes", Type: nodes.TypeBoxes, Doc: "In.", Optional: true}},
	Out: []nodes.Port{{Name: "boxes", Type: nodes.TypeBoxes, Doc: "Out.", SameAs: "boxes"}},
},
	manySettings{Method: "fast", Score: 0.5, Every: 2, Warm: true, Model: "m", Classes: []string{"person"}, Sizes: [][]int{{1, 2}}, Weights: []float64{1.5}},
	func(context.Context, nodes.Env, manySettings) (nodes.Node, error) { return nil, nil })
