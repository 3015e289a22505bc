package supervise

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

// node is a node of a plugin. It outlives the plugin's processes.
type node struct {
	plugin   *Plugin
	typ      wire.Type
	env      nodes.Env
	settings string

	remote   *wire.Node // nil from a death on until it is open again
	life     int        // of the plugin's process that remote is in
	stateful bool       // it can tell its state
	commands []string   // that it knows
	state    []byte     // after the last packet
	ahead    ahead

	past   nodes.Report // of earlier processes
	deaths int64
	poison int64
}

// source is a node that has said something about itself as a source.
type source struct {
	*node
	nodes.Source
}

func (p *Plugin) open(ctx context.Context, t wire.Type, env nodes.Env, settings string) (nodes.Node, error) {
	n := &node{plugin: p, typ: t, env: env, settings: settings}
	if err := n.start(ctx); err != nil {
		return nil, err
	}
	n.commands = n.remote.Commands()
	n.ahead = ahead{most: n.remote.Ahead(), life: n.life}
	about, isSource := n.remote.Source()
	switch {
	case isSource && n.stateful:
		return struct {
			source
			memory
		}{source{n, about}, memory{n}}, nil
	case isSource:
		return source{n, about}, nil
	case n.stateful:
		return struct {
			*node
			memory
		}{n, memory{n}}, nil
	}
	return n, nil
}

// start opens the node, again if somebody kills the program meanwhile.
func (n *node) start(ctx context.Context) error {
	return unlessKilled(n.env.Log, func() error { return n.ready(ctx) })
}

// unlessKilled does what needs a program that runs, again if somebody kills that meanwhile.
func unlessKilled(log *slog.Logger, do func() error) error {
	err := do()
	for deaths := 1; wire.Killed(err) && deaths < maxDeaths; deaths++ {
		log.Warn(err.Error())
		err = do()
	}
	return err
}

// ready makes sure that the node is open in a process that runs.
func (n *node) ready(ctx context.Context) error {
	process, life, err := n.plugin.alive(ctx)
	if err != nil || life == n.life {
		return err
	}
	remote, problems, err := process.Open(ctx, n.typ.Type, n.env, n.settings, n.state)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return fmt.Errorf("%s: %s", problems[0].Path, problems[0].Msg)
	}
	n.remote, n.life, n.stateful = remote, life, remote.Stateful()
	return nil
}

// How many deaths of the program over one packet are too many: crashes are the
// packet's doing, while somebody who kills programs may do so at any moment.
const (
	maxCrashes = 2
	maxDeaths  = 10
)

// Process sends the packet again when the program died over it, and gives the
// frame up after too many deaths.
func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	n.ahead.begin(in)
	out, err := n.beside(ctx, in)
	for crashes, deaths := 0, 0; errors.Is(err, wire.ErrExited); {
		asked := wire.Asked(err)
		if !asked {
			deaths++
		}
		if !asked && !wire.Killed(err) {
			crashes++
			n.ahead.unseen = len(n.ahead.packets)
		}
		if fatal := n.mourn(err); fatal != nil {
			return nodes.Packet{}, fatal
		}
		if crashes == maxCrashes || deaths == maxDeaths {
			n.poison++
			return nodes.Packet{}, &nodes.Drop{Reason: "poison", Err: err}
		}
		out, err = n.alone(ctx, in)
	}
	return out, err
}

// mourn counts a death. A node that can neither tell its state nor do without,
// which a sink cannot, does not survive it.
func (n *node) mourn(death error) error {
	n.deaths++
	n.past = n.own()
	n.remote = nil
	n.env.Log.Warn(death.Error())
	if len(n.typ.Out) == 0 && !n.stateful {
		return fmt.Errorf("%w; what it had taken in is lost with it, so it is not started again", death)
	}
	if len(n.typ.In) == 0 && !n.stateful {
		return fmt.Errorf("%w; it cannot say how far it had read, so it is not started again", death)
	}
	return nil
}

// beside is a call at the same time as those of the program's other nodes. A
// source, which may wait for a camera, does not keep anybody from a turn alone.
func (n *node) beside(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if len(n.typ.In) > 0 {
		n.plugin.turn.RLock()
		defer n.plugin.turn.RUnlock()
	}
	return n.call(ctx, in)
}

// alone is a call while the program does nothing else. A source has nothing that it
// could be alone with.
func (n *node) alone(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if len(n.typ.In) == 0 {
		return n.beside(ctx, in)
	}
	n.plugin.turn.Lock()
	defer n.plugin.turn.Unlock()
	return n.call(ctx, in)
}

// call is one attempt. A program that does not answer in time is ended.
func (n *node) call(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if err := n.ready(ctx); err != nil {
		return nodes.Packet{}, err
	}
	n.remind(ctx)
	timed, timeout := ctx, n.plugin.policy.Timeout
	if timeout > 0 && len(n.typ.In) > 0 {
		var cancel context.CancelFunc
		timed, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	out, state, err := n.remote.Process(timed, in, n.stateful)
	if err == nil || errors.As(err, new(*nodes.Drop)) {
		n.state = state
		n.plugin.answered()
		return out, err
	}
	if ctx.Err() == nil && timed.Err() != nil {
		n.plugin.kill(n.life, fmt.Sprintf("no answer for %v", timeout))
		return nodes.Packet{}, fmt.Errorf("plugin %s gave no answer for %v: it %w", n.plugin.options.Name, timeout, wire.ErrExited)
	}
	return nodes.Packet{}, err
}

// kill ends the process of that number, if it is still there.
func (p *Plugin) kill(life int, why string) {
	p.mu.Lock()
	process, same := p.process, p.life == life
	p.mu.Unlock()
	if same {
		process.Kill(why)
		<-process.Exited()
	}
}

// Finish completes the node's work; whether it has any, the program knows. A
// program that dies over it is started again like one that dies over a packet.
func (n *node) Finish(ctx context.Context) error {
	for deaths := 1; ; deaths++ {
		err := n.ready(ctx)
		if err == nil {
			err = n.remote.Close(ctx, true)
		}
		if err == nil {
			n.state = nil // there is nothing left to continue
		}
		if !errors.Is(err, wire.ErrExited) || deaths == maxDeaths {
			return err
		}
		if fatal := n.mourn(err); fatal != nil {
			return fatal
		}
	}
}

// closeTime is what a node may take to close.
const closeTime = 10 * time.Second

// Close ends the node. A sink that died is opened once more, to leave its files as
// those of a broken-off run.
func (n *node) Close() error {
	n.ahead.forget()
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	if len(n.typ.Out) == 0 && n.state != nil {
		if err := n.ready(ctx); err != nil {
			return nil // which was told before
		}
	}
	n.state = nil
	if n.remote == nil {
		return nil
	}
	err := n.remote.Close(ctx, false)
	if errors.Is(err, wire.ErrExited) {
		return nil // there is nothing left to close
	}
	return err
}

// own is what the node reports. One that can tell its state has what it did in
// earlier processes in it; of another one the counters are added up.
func (n *node) own() nodes.Report {
	if n.remote == nil {
		return n.past
	}
	r := n.remote.Report()
	switch {
	case n.stateful && r.Counters == nil: // it has not said anything yet
		return n.past
	case n.stateful:
		return r
	}
	counters := maps.Clone(n.past.Counters)
	if counters == nil {
		counters = map[string]int64{}
	}
	for name, count := range r.Counters {
		counters[name] += count
	}
	r.Counters = counters
	return r
}

// Report adds the deaths that the node has seen.
func (n *node) Report() nodes.Report {
	r := n.own()
	if n.deaths > 0 {
		r.Counters = maps.Clone(r.Counters)
		if r.Counters == nil {
			r.Counters = map[string]int64{}
		}
		r.Counters["plugin_deaths"], r.Counters["poison_frames"] = n.deaths, n.poison
	}
	return r
}

var (
	_ nodes.Finisher = (*node)(nil)
	_ nodes.Reporter = (*node)(nil)
	_ nodes.Source   = source{}
)
