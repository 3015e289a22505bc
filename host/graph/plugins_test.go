package graph

import (
	"errors"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestServedTypes: a node of a plugin has the plugin's types, and the host's nodes
// have not.
func TestServedTypes(t *testing.T) {
	const text = "version: 1\nplugins: {own: {path: bin/own}}\nnodes:\n  v: {type: Video}\n  a: {type: Special, in: {frame: v}%s}\n"
	special := nodes.MustRegistry(closedType("Special", "From elsewhere.", noConfig{}, ports{port("frame", nodes.TypeFrame)}, nil))
	for name, tc := range map[string]struct{ more, want string }{
		"in the plugin": {", plugin: own", ""},
		"in the host":   {"", `g.yaml:5:13: nodes.a.type: unknown type "Special" (have Video, Stereo, Find, Cut, FindAndCut, Follow, Save, Measure, Show)`},
	} {
		t.Run(name, func(t *testing.T) {
			spec, problems := Parse("g.yaml", []byte(strings.Replace(text, "%s", tc.more, 1)))
			if spec == nil {
				t.Fatal(problems)
			}
			spec.Serve("own", special)
			problems, _ = spec.Check(checkRegistry())
			got := ""
			if len(problems) > 0 {
				got = problems[0].Error()
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
	spec, _ := Parse("g.yaml", []byte(strings.Replace(text, "%s", "", 1)))
	if got, want := spec.PluginProblem(spec.Plugins[0], errors.New("no such program")).Error(), "g.yaml:2:11: plugins.own: no such program"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
