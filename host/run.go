package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/host/spans"
	"github.com/maskgraph/maskgraph/nodes"
)

func runCommand() *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:   "run GRAPH...",
		Short: "Run graphs to the end of their videos, or until interrupted.",
		Long: "Run graphs to the end of their videos. The first interrupt ends the sources and works off\n" +
			"what was read; the second one stops at once. A run of files that was broken off, however that\n" +
			"came about, goes on with --resume: its outputs are those of a run without a break.\n\n" +
			"Several graphs, and the streams of a graph, run side by side and share one session of each\n" +
			"model. SIGHUP, or --watch, applies what was changed in their files: streams that are the same\n" +
			"go on untouched. What is wrong with the change is said, and the running graphs stay.",
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(_ *cobra.Command, files []string) error {
			o.files = files
			return o.run()
		},
	}
	setFlag(cmd, &o.sets)
	o.page.flags(cmd)
	o.profile.flags(cmd)
	f := cmd.Flags()
	f.BoolVar(&o.watch, "watch", false, "apply changes of the graph files while they run")
	f.BoolVar(&o.resume, "resume", false, "go on where the last run of this command line was broken off")
	f.Float64Var(&o.every, "checkpoint", 2, "seconds of work that a broken-off run may lose; 0: no checkpoints, all of it")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no report at the end")
	return cmd
}

// sendRest is how long the end of a run waits for a collector of spans.
const sendRest = 5 * time.Second

// runOptions is the command line of maskgraph run.
type runOptions struct {
	files, sets   []string
	watch         bool
	quiet, resume bool
	every         float64
	page          page
	profile       profile
}

func (o *runOptions) run() (err error) {
	ctx, stop, reload, end := interrupts()
	defer end()
	s, err := newStreams(o.files, o.sets)
	if err != nil {
		return err
	}
	s.profile = o.profile
	if s.spans, err = spans.Start(ctx, version); err != nil {
		return usageError{err}
	}
	defer func() { // within a time that a collector which does not answer cannot make longer
		sending, end := context.WithTimeout(context.Background(), sendRest)
		defer end()
		if err := s.spans.Close(sending); err != nil {
			slog.Warn("opentelemetry: the last spans were not sent", "error", err)
		}
	}()
	defer func() { err = errors.Join(err, s.plugins.Close()) }()
	if err := s.load(); err != nil {
		return err
	}
	if s.kept, err = o.resumption(s.specs); err != nil {
		return err
	}
	if err := o.page.listen(); err != nil {
		return err
	}
	if o.watch {
		defer watchFiles(o.files, reload)()
	}
	err = s.run(ctx, stop, reload, !o.quiet, &o.page)
	o.page.end(err)
	return err
}

// resumption is that of a run of one graph: of several streams, some may have come to
// their end and others not.
func (o *runOptions) resumption(specs []*graph.Spec) (*resumption, error) {
	if len(specs) == 1 && specs[0].Stream == "" {
		return newResumption(specs[0], o.sets, o.resume, o.every)
	}
	if o.resume {
		return nil, usage("--resume is for a run of one graph without streams")
	}
	return nil, nil
}

func setFlag(cmd *cobra.Command, sets *[]string) {
	cmd.Flags().StringArrayVar(sets, "set", nil, "change a setting: nodes.NAME.with.SETTING=VALUE (may be repeated)")
}

// load reads a graph file and applies --set.
func load(file string, sets []string) (*graph.Spec, error) {
	spec, problems := graph.Load(file)
	if len(problems) > 0 {
		return nil, usageError{joined(problems)}
	}
	for _, set := range sets {
		if err := spec.Set(set); err != nil {
			return nil, usageError{err}
		}
	}
	return spec, nil
}

func joined(problems []nodes.Problem) error {
	var errs []error
	for _, p := range problems {
		errs = append(errs, p)
	}
	return errors.Join(errs...)
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
