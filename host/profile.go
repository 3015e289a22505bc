package main

import (
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/host/trace"
)

// profile is the traces of a run, if one is wanted.
type profile struct {
	path string // empty: none is
}

func (p *profile) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.path, "profile", "", "write what each node does with each frame, and when, to a file for https://ui.perfetto.dev or chrome://tracing")
}

// begin is for a graph that is open and has not run; each stream has a file of its
// own. end completes the file, whatever became of the run.
func (p profile) begin(spec *graph.Spec, g *graph.Graph) (end func() error, err error) {
	if p.path == "" {
		return func() error { return nil }, nil
	}
	path := p.path
	if spec.Stream != "" {
		ext := filepath.Ext(path)
		path = strings.TrimSuffix(path, ext) + "." + spec.Stream + ext
	}
	w, err := trace.Create(path, spec)
	if err != nil {
		return nil, err
	}
	g.Watch(w.Step)
	return w.Close, nil
}
