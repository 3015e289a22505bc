package main

import (
	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/host/trace"
)

// profile is the trace of a run, if one is wanted.
type profile struct {
	path   string // empty: none is
	writer *trace.Writer
}

func (p *profile) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.path, "profile", "", "write what each node does with each frame, and when, to a file for https://ui.perfetto.dev or chrome://tracing")
}

// begin is for a graph that is open and has not run.
func (p *profile) begin(spec *graph.Spec, g *graph.Graph) (err error) {
	if p == nil || p.path == "" {
		return nil
	}
	if p.writer, err = trace.Create(p.path, spec); err == nil {
		g.Watch(p.writer.Step)
	}
	return err
}

// end completes the file, whatever became of the run.
func (p *profile) end() error {
	if p == nil || p.writer == nil {
		return nil
	}
	return p.writer.Close()
}
