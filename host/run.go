package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

func runCommand() *cobra.Command {
	var sets []string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "run GRAPH",
		Short: "Run a graph to the end of its videos, or until interrupted.",
		Long: "Run a graph to the end of its videos. The first interrupt ends the sources and works off\n" +
			"what was read; the second one stops at once.",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, files []string) error {
			spec, err := load(files[0], sets)
			if err != nil {
				return err
			}
			started := time.Now()
			rep, err := runGraph(spec, registry(), !quiet)
			return errors.Join(err, writeManifest(spec, sets, started, rep, err))
		},
	}
	setFlag(cmd, &sets)
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
func runGraph(spec *graph.Spec, reg *nodes.Registry, talk bool) (rep graph.Report, err error) {
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
	env.NewFrame = wire.NewFrame(plugins.pool)
	g, err := graph.Open(ctx, spec, reg, env)
	if err != nil {
		return rep, err
	}
	err = watched(g, talk, func() error { return g.Run(ctx, stop) })
	err = errors.Join(err, g.Close())
	rep = g.Report()
	if talk {
		fmt.Fprint(os.Stderr, "\n", rep)
	}
	return rep, err
}

// watched shows the graph's progress while run runs.
func watched(g *graph.Graph, talk bool, run func() error) error {
	if !talk {
		return run()
	}
	running, ended := context.WithCancel(context.Background())
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		showProgress(running, g)
	}()
	err := run()
	ended()
	<-shown
	return err
}

// interrupts gives a channel that the first interrupt closes and a context that
// the second one cancels.
func interrupts() (ctx context.Context, stop <-chan struct{}, end func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals, first := make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
			slog.Warn("interrupted: working off what was read; interrupt again to stop at once")
			close(first)
		case <-ctx.Done():
			return
		}
		select {
		case <-signals:
			cancel(errors.New("interrupted twice: stopped at once"))
		case <-ctx.Done():
		}
	}()
	return ctx, first, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

func showProgress(ctx context.Context, g *graph.Graph) {
	bar := newProgress("running", "frames", int64(g.Report().Frames))
	defer bar.end()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		rep := g.Report()
		bar.set(int64(rep.Ledger.Finished), int64(rep.Frames))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
