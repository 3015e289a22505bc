package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
	"github.com/maskgraph/maskgraph/plugin/wire/supervise"
)

// plugins are the programs that a graph uses, and the memory that frames share
// with them.
type plugins struct {
	running []*supervise.Plugin
	pool    *shm.Pool // nil where there is no shared memory, or no plugin
}

// startPlugins starts the plugins that a graph's nodes name and tells the spec what
// types they have. A plugin that cannot be started is a problem of the graph file.
func startPlugins(ctx context.Context, spec *graph.Spec) (*plugins, error) {
	used := spec.UsedPlugins()
	ps := &plugins{}
	if len(used) == 0 {
		return ps, nil
	}
	var err error
	if ps.pool, err = shm.New("maskgraph", true); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return nil, err
	}
	var problems []nodes.Problem
	for _, plugin := range used {
		if err := ps.start(ctx, spec, plugin); err != nil {
			problems = append(problems, spec.PluginProblem(plugin, err))
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(usageError{joined(problems)}, ps.Close())
	}
	return ps, nil
}

func (ps *plugins) start(ctx context.Context, spec *graph.Spec, plugin graph.Plugin) error {
	seconds := func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
	p, err := supervise.Start(ctx, wire.Options{
		Name: plugin.Name, Path: program(plugin.Path), Args: plugin.Args, Env: plugin.Env,
		Log: slog.Default(), Pool: ps.pool, MemoryLimit: int64(plugin.MemoryLimit) << 20,
	}, supervise.Policy{
		Max: plugin.Restart.Max, Window: seconds(plugin.Restart.Window),
		Backoff: seconds(plugin.Restart.Backoff), Timeout: seconds(plugin.Timeout),
	})
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("%w, nor does it lie beside maskgraph: make build puts both into bin", err)
	}
	if err != nil {
		return err
	}
	ps.running = append(ps.running, p)
	reg, err := p.Registry()
	if err != nil {
		return err
	}
	spec.Serve(plugin.Name, reg)
	return nil
}

// program is where a plugin's program lies: a name without a slash may be that of
// a program beside this one.
func program(path string) string {
	self, err := os.Executable()
	if err != nil || strings.ContainsRune(path, filepath.Separator) {
		return path
	}
	beside := filepath.Join(filepath.Dir(self), path)
	if info, err := os.Stat(beside); err != nil || info.IsDir() {
		return path
	}
	return beside
}

// Close ends the plugins. No frame may be left.
func (ps *plugins) Close() error {
	var errs []error
	for _, p := range ps.running {
		errs = append(errs, p.Close())
	}
	if ps.pool != nil {
		errs = append(errs, ps.pool.Close())
	}
	return errors.Join(errs...)
}
