// Package supervise keeps plugins alive: a program that dies or hangs is ended and
// started again, its nodes are opened as they were, and the frame in flight is
// sent once more.
package supervise

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

// Policy says how a program that died is started again.
type Policy struct {
	Max     int           // starts anew within Window; one more is an error
	Window  time.Duration // of time
	Backoff time.Duration // before a start anew; doubled each time that the last one led to nothing, up to 30 s
	Timeout time.Duration // that a node other than a source may take for a packet; 0: for ever
}

// Plugin is a program that serves nodes, kept alive until Close.
type Plugin struct {
	options wire.Options
	policy  Policy
	types   []wire.Type
	log     *slog.Logger

	// A packet that was in flight when the program died is tried again alone, so
	// that a second death is its own doing and nobody else's.
	turn sync.RWMutex

	mu       sync.Mutex
	process  *wire.Process
	life     int         // counts processes
	restarts []time.Time // within the window
	idle     int         // starts anew since the last packet was answered
	total    int64
	failed   error // the program is given up
}

// Start launches the program, again if somebody kills it meanwhile, and asks what node
// types it has.
func Start(ctx context.Context, o wire.Options, policy Policy) (*Plugin, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	var process *wire.Process
	err := unlessKilled(o.Log, func() (err error) {
		process, err = wire.Launch(ctx, o)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &Plugin{options: o, policy: policy, types: process.Types(), log: o.Log.With("plugin", o.Name), process: process, life: 1}, nil
}

// Registry is the program's node types, for graph files. Their nodes run in the
// program for as long as the Plugin is not closed.
func (p *Plugin) Registry() (*nodes.Registry, error) {
	var factories []nodes.Factory
	for _, t := range p.types {
		factories = append(factories, p.factory(t))
	}
	reg, err := nodes.NewRegistry(factories...)
	if err != nil {
		return nil, fmt.Errorf("plugin %s: %w", p.options.Name, err)
	}
	return reg, nil
}

// checkTime bounds the check of settings, which opens nothing.
const checkTime = 10 * time.Second

func (p *Plugin) factory(t wire.Type) nodes.Factory {
	check := func(file, path string, n, at *yaml.Node) (problems []nodes.Problem) {
		ctx, cancel := context.WithTimeout(context.Background(), checkTime)
		defer cancel()
		_ = unlessKilled(p.log, func() error { // an error is among the problems
			process, _, err := p.alive(ctx)
			if err != nil {
				problems = []nodes.Problem{{File: file, Path: path, Msg: err.Error()}}
				return err
			}
			problems, err = process.CheckYAML(ctx, t.Type, file, path, n, at)
			return err
		})
		return problems
	}
	open := func(ctx context.Context, env nodes.Env, n *yaml.Node) (nodes.Node, error) {
		settings, _ := wire.Settings(n, t.Fields) // what is wrong with them, check has said
		return p.open(ctx, t, env, settings)
	}
	return nodes.Foreign(t.Info, t.Fields, check, open)
}

// alive is the running program, started anew if need be, and its number.
func (p *Plugin) alive(ctx context.Context) (*wire.Process, int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed != nil {
		return nil, 0, p.failed
	}
	select {
	case <-p.process.Exited():
		if err := p.restart(ctx); err != nil {
			return nil, 0, err
		}
	default:
	}
	return p.process, p.life, nil
}

// restart starts the program again, after a pause that grows with each time, until
// it runs or was started too often.
func (p *Plugin) restart(ctx context.Context) error {
	said := p.process.LastWords()
	asked := p.process.Asked()
	if err := p.process.Close(); err != nil {
		p.log.Warn("clearing up after it", "error", err)
	}
	for {
		p.forget()
		if len(p.restarts) >= p.policy.Max {
			p.failed = fmt.Errorf("plugin %s died %d times within %v and is given up; its last words:\n%s",
				p.options.Name, len(p.restarts)+1, p.policy.Window, said)
			return p.failed
		}
		pause := min(p.policy.Backoff<<min(p.idle, 10), 30*time.Second)
		if !asked { // what it asks for itself is no sign that it is broken
			p.restarts = append(p.restarts, time.Now())
		}
		asked = false
		p.total++
		p.idle++
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
		process, err := wire.Launch(ctx, p.options)
		if err == nil {
			p.process = process
			p.life++
			p.log.Info("started again", "times", p.total)
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		said = err.Error()
	}
}

// answered says that the program is of use.
func (p *Plugin) answered() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = 0
}

// forget drops the restarts that are older than the window.
func (p *Plugin) forget() {
	for len(p.restarts) > 0 && time.Since(p.restarts[0]) > p.policy.Window {
		p.restarts = p.restarts[1:]
	}
}

// Close ends the program. Its nodes should have been closed before.
func (p *Plugin) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed == nil {
		p.failed = errors.New("plugin " + p.options.Name + " was closed")
	}
	return p.process.Close()
}
