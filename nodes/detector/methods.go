package detector

import (
	"context"

	"github.com/maskgraph/maskgraph/nodes"
)

func openMethod(ctx context.Context, env nodes.Env, cfg Config) (method, limits, error) {
	switch cfg.method() {
	case "motion":
		m, err := openMotion(cfg.Motion)
		return m, cfg.limits(0, 1), err
	case "people":
		return openPeople(cfg.People), cfg.limits(0.7, 0.5), nil
	case "file":
		m, err := openFile(cfg.File, cfg.Classes)
		return m, cfg.limits(0, 1), err
	case "whole":
		return whole{}, cfg.limits(0, 1), nil
	default:
		return openModel(ctx, env, cfg)
	}
}

var wholeLabels = []string{"frame"}

// whole answers each frame with one box around all of it.
type whole struct{}

func (whole) find(_ context.Context, f *nodes.Frame, _ nodes.Stamp) ([]nodes.Instance, error) {
	box := nodes.Box{X2: float32(f.Width), Y2: float32(f.Height)}
	return []nodes.Instance{{Box: box, Score: 1, Label: wholeLabels[0]}}, nil
}

func (whole) close() error { return nil }
