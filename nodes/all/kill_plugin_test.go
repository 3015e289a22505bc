package all_test

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/supervise"
)

func factoryInPlugin(t *testing.T) nodes.Factory {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p, err := supervise.Start(t.Context(),
		wire.Options{Name: "sink", Path: path, Env: []string{"MASKGRAPH_WIRETEST=1"}, Log: slog.New(slog.DiscardHandler)},
		supervise.Policy{Max: 1000, Window: time.Minute, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	reg, err := p.Registry()
	if err != nil {
		t.Fatal(err)
	}
	f, err := reg.Lookup("MaskSink")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func openSink(t *testing.T, f nodes.Factory, with string) nodes.Node {
	t.Helper()
	cfg, problems := nodestest.Decode(f, "g.yaml", with)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	env := nodestest.Env(t)
	env.Log = slog.New(slog.DiscardHandler)
	n, err := f.Open(t.Context(), env, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
