package graph

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// Plugin is a program that serves nodes.
type Plugin struct {
	Name string
	PluginSettings

	key *yaml.Node
}

// PluginSettings is what a graph file may say about a plugin.
type PluginSettings struct {
	Path        string   `yaml:"path" doc:"The program. A name without a slash is looked for beside maskgraph, then on PATH."`
	Args        []string `yaml:"args" doc:"Its arguments."`
	Env         []string `yaml:"env" doc:"More environment variables, as NAME=value."`
	Restart     Restart  `yaml:"restart" doc:"What happens when it dies."`
	Timeout     float64  `yaml:"timeout" doc:"Seconds that a node may take for one frame before the program counts as hung. 0: for ever. It does not hold for sources, which wait for cameras."`
	MemoryLimit int      `yaml:"memory_limit" doc:"MiB of memory of its own that it may have; pixels shared with the host do not count. 0: no limit."`
}

// Restart says how a plugin that died is started again.
type Restart struct {
	Max     int     `yaml:"max" doc:"How often within the window; one time more ends the graph."`
	Window  float64 `yaml:"window" doc:"Seconds."`
	Backoff float64 `yaml:"backoff" doc:"Seconds to wait before a start anew; the wait doubles each time that the last start led to no answer, up to 30 s."`
}

// Validate checks the settings.
func (p PluginSettings) Validate() error {
	var errs []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	check(p.Path != "", "path: is missing: name the program")
	check(p.Restart.Max >= 0, "restart.max: must be at least 0, got %d", p.Restart.Max)
	check(p.Restart.Window > 0, "restart.window: must be above 0, got %g", p.Restart.Window)
	check(p.Restart.Backoff >= 0, "restart.backoff: must be at least 0, got %g", p.Restart.Backoff)
	check(p.Timeout >= 0, "timeout: must be at least 0, got %g", p.Timeout)
	check(p.MemoryLimit >= 0, "memory_limit: must be at least 0, got %d", p.MemoryLimit)
	for i, e := range p.Env {
		check(strings.Index(e, "=") > 0, "env[%d]: want NAME=value, got %q", i, e)
	}
	return errors.Join(errs...)
}

// pluginType lets a plugin's settings be decoded and documented like a node's.
var pluginType = nodes.Define(nodes.Info{Type: "Plugin"}, PluginSettings{
	Restart: Restart{Max: 5, Window: 60, Backoff: 0.1},
	Timeout: 60,
}, nil)

func (s *Spec) readPlugins(n *yaml.Node) {
	for key, val := range s.entries(n, "plugins") {
		cfg, problems := nodes.Decode(pluginType, s.File, "plugins."+key.Value, val, key)
		s.problems = append(s.problems, problems...)
		s.Plugins = append(s.Plugins, Plugin{Name: key.Value, PluginSettings: *cfg.(*PluginSettings), key: key})
	}
}

// UsedPlugins is every declared plugin that a node names. Its types must be given
// with Serve before Check.
func (s *Spec) UsedPlugins() []Plugin {
	var used []Plugin
	for _, p := range s.Plugins {
		if slices.ContainsFunc(s.Nodes, func(n *NodeSpec) bool { return n.Plugin == p.Name }) {
			used = append(used, p)
		}
	}
	return used
}

// Serve says which node types a plugin has.
func (s *Spec) Serve(plugin string, reg *nodes.Registry) {
	if s.served == nil {
		s.served = map[string]*nodes.Registry{}
	}
	s.served[plugin] = reg
}

// PluginProblem is what is wrong with a plugin that could not be started, at its
// place in the file.
func (s *Spec) PluginProblem(plugin Plugin, err error) nodes.Problem {
	return s.problem(plugin.key, "plugins."+plugin.Name, "%v", err)
}

// typesFor is the registry that a node's type is looked up in; nil after a problem.
func (p *plan) typesFor(n *planNode) *nodes.Registry {
	if n.pluginAt == nil {
		return p.reg
	}
	var names []string
	for _, plugin := range p.Plugins {
		names = append(names, plugin.Name)
	}
	reg := p.served[n.Plugin]
	if reg == nil && n.Plugin != "" {
		why := "was not started"
		if !slices.Contains(names, n.Plugin) {
			why = "is not declared under plugins (have " + strings.Join(names, ", ") + ")" + nodes.DidYouMean(n.Plugin, names)
		}
		p.report(p.problem(n.pluginAt, n.path("plugin"), "%q %s", n.Plugin, why))
	}
	return reg
}
