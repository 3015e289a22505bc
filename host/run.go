package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

func runCommand() *cobra.Command {
	var sets []string
	var quiet, resume bool
	var every float64
	var page page
	var prof profile
	cmd := &cobra.Command{
		Use:   "run GRAPH",
		Short: "Run a graph to the end of its videos, or until interrupted.",
		Long: "Run a graph to the end of its videos. The first interrupt ends the sources and works off\n" +
			"what was read; the second one stops at once. A run of files that was broken off, however that\n" +
			"came about, goes on with --resume: its outputs are those of a run without a break.",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, files []string) error {
			spec, err := load(files[0], sets)
			if err != nil {
				return err
			}
			kept, err := newResumption(spec, sets, resume, every)
			if err != nil {
				return err
			}
			if err := page.listen(); err != nil {
				return err
			}
			started := time.Now()
			rep, err := runResumable(spec, registry(), !quiet, kept, &page, &prof)
			page.end(err)
			return errors.Join(err, writeManifest(spec, sets, started, rep, err))
		},
	}
	setFlag(cmd, &sets)
	page.flags(cmd)
	prof.flags(cmd)
	cmd.Flags().BoolVar(&resume, "resume", false, "go on where the last run of this command line was broken off")
	cmd.Flags().Float64Var(&every, "checkpoint", 2, "seconds of work that a broken-off run may lose; 0: no checkpoints, all of it")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "no progress and no report at the end")
	return cmd
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

// runGraph starts a graph's plugins, checks, opens, runs and closes it, and reports
// on it.
func runGraph(spec *graph.Spec, reg *nodes.Registry, talk bool) (graph.Report, error) {
	return runResumable(spec, reg, talk, nil, nil, nil)
}

func runResumable(spec *graph.Spec, reg *nodes.Registry, talk bool, kept *resumption, page *page, prof *profile) (rep graph.Report, err error) {
	ctx, stop, end := interrupts()
	defer end()
	plugins, err := startPlugins(ctx, spec)
	if err != nil {
		return rep, err
	}
	defer func() { err = errors.Join(err, plugins.Close()) }()
	problems, warnings := spec.Check(reg)
	if len(problems) > 0 {
		return rep, usageError{joined(problems)}
	}
	for _, w := range warnings {
		slog.Warn(w.Error())
	}
	env, err := environment()
	if err != nil {
		return rep, err
	}
	env.NewFrame, env.Resumable = wire.NewFrame(plugins.pool), kept != nil
	g, err := graph.Open(ctx, spec, reg, env)
	if err != nil {
		return rep, err
	}
	if err := kept.begin(g); err != nil {
		return rep, errors.Join(err, g.Close())
	}
	if err := prof.begin(spec, g); err != nil {
		return rep, errors.Join(err, g.Close())
	}
	page.show(spec, g)
	err = watched(g, talk, func() error { return g.Run(ctx, stop) })
	err = errors.Join(err, g.Close(), prof.end())
	page.end(err)
	kept.end(err == nil && !isClosed(stop))
	rep = g.Report()
	if talk {
		fmt.Fprint(os.Stderr, "\n", rep)
	}
	return rep, err
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
