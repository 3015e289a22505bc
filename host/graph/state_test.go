package graph

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestStates: the newest state that a node says in its log is in the account, also
// when the log is not written.
func TestStates(t *testing.T) {
	for _, tt := range []struct {
		name  string
		level slog.Level
		lines int
	}{{"a log that is written", slog.LevelInfo, 2}, {"a log that is not", slog.LevelError, 0}} {
		t.Run(tt.name, func(t *testing.T) {
			var written bytes.Buffer
			reg := nodes.MustRegistry(nodes.Define(nodes.Info{Type: "Camera", Doc: "Says its state.", Out: ports{port("frame", nodes.TypeFrame)}}, noConfig{},
				func(_ context.Context, env nodes.Env, _ noConfig) (nodes.Node, error) {
					env.Log.Info("looking", nodes.State(nodes.Connecting))
					env.Log.With("try", 1).WithGroup("g").Warn("gone", nodes.State(nodes.Retrying))
					return worldSource{&worldNode{world: &world{}}}, nil
				}))
			spec, _ := Parse("g.yaml", []byte("version: 1\nnodes:\n  eye: {type: Camera}\n"))
			g, err := Open(t.Context(), spec, reg, nodes.Env{Log: slog.New(slog.NewTextHandler(&written, &slog.HandlerOptions{Level: tt.level}))})
			if err != nil {
				t.Fatal(err)
			}
			defer g.Close()
			if got := g.Report().Nodes[0].State; got != nodes.Retrying {
				t.Errorf("state %q, want %q", got, nodes.Retrying)
			}
			if got := strings.Count(written.String(), "node=eye"); got != tt.lines {
				t.Errorf("%d lines were written, want %d: %s", got, tt.lines, written.String())
			}
		})
	}
}
