package main

import (
	"errors"
	"log/slog"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

// runOne checks, opens, runs and closes a graph without plugins, for a command that
// makes one.
func runOne(spec *graph.Spec, reg *nodes.Registry) error {
	ctx, stop, _, end := interrupts()
	defer end()
	problems, warnings := spec.Check(reg)
	if len(problems) > 0 {
		return usageError{joined(problems)}
	}
	for _, w := range warnings {
		slog.Warn(w.Error())
	}
	env, err := environment()
	if err != nil {
		return err
	}
	g, err := graph.Open(ctx, spec, reg, env)
	if err != nil {
		return err
	}
	return errors.Join(g.Run(ctx, stop), g.Close())
}
