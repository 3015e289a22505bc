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
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
	"github.com/maskgraph/maskgraph/plugin/wire/supervise"
)

// plugins are the programs that graphs use, one process for all that say the same of
// it, and the memory that frames share with them.
type plugins struct {
	running nodes.Shared

	mu   sync.Mutex
	pool *shm.Pool // nil where there is no shared memory, or no plugin yet
}

// serve starts the plugins that a graph's nodes name, or shares them, and tells the
// spec what types they have, until letGo. A plugin that cannot be started is a problem
// of the graph file.
func (ps *plugins) serve(ctx context.Context, spec *graph.Spec) (letGo func() error, err error) {
	var held []func() error
	letGo = func() error {
		var errs []error
		for _, l := range held {
			errs = append(errs, l())
		}
		return errors.Join(errs...)
	}
	var problems []nodes.Problem
	for _, used := range spec.UsedPlugins() {
		plugin, l, err := nodes.Share(&ps.running, fmt.Sprintf("%q %+v", used.Name, used.PluginSettings),
			func() (*supervise.Plugin, error) { return ps.start(ctx, used) })
		if err == nil {
			held = append(held, l)
			err = serves(spec, used.Name, plugin)
		}
		if err != nil {
			problems = append(problems, spec.PluginProblem(used, err))
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(usageError{joined(problems)}, letGo())
	}
	return letGo, nil
}

func serves(spec *graph.Spec, name string, plugin *supervise.Plugin) error {
	reg, err := plugin.Registry()
	if err == nil {
		spec.Serve(name, reg)
	}
	return err
}

func (ps *plugins) start(ctx context.Context, plugin graph.Plugin) (*supervise.Plugin, error) {
	pool, err := ps.memory()
	if err != nil {
		return nil, err
	}
	seconds := func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
	p, err := supervise.Start(ctx, wire.Options{
		Name: plugin.Name, Path: program(plugin.Path), Args: plugin.Args, Env: plugin.Env,
		Log: slog.Default(), Pool: pool, MemoryLimit: int64(plugin.MemoryLimit) << 20,
	}, supervise.Policy{
		Max: plugin.Restart.Max, Window: seconds(plugin.Restart.Window),
		Backoff: seconds(plugin.Restart.Backoff), Timeout: seconds(plugin.Timeout),
	})
	if errors.Is(err, exec.ErrNotFound) {
		return nil, fmt.Errorf("%w, nor does it lie beside maskgraph: make build puts both into bin", err)
	}
	return p, err
}

// memory is the pool, made when the first plugin needs it.
func (ps *plugins) memory() (*shm.Pool, error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if ps.pool != nil {
		return ps.pool, nil
	}
	var err error
	if ps.pool, err = shm.New("maskgraph", true); errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return ps.pool, err
}

// newFrame makes frames that plugins see too; nil where there are none.
func (ps *plugins) newFrame() func(width, height int, format nodes.PixelFormat) (*nodes.Frame, error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return wire.NewFrame(ps.pool)
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

// Close gives the memory back. No frame may be left, and all plugins let go.
func (ps *plugins) Close() error {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if ps.pool == nil {
		return nil
	}
	return ps.pool.Close()
}
