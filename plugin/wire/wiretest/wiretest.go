// Package wiretest runs nodes in a second process, so that a test of a node in
// this process is one over the wire, too. The second process is the test's own
// program, started again:
//
//	func TestMain(m *testing.M) {
//		wiretest.Main(nodes.MustRegistry(blur.Factory))
//		goleak.VerifyTestMain(m)
//	}
//
//	func TestContract(t *testing.T) {
//		wiretest.Check(t, blur.Factory, `{radius: 3}`, in...)
//	}
package wiretest

import (
	"context"
	"log/slog"
	"os"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

// served is set in the second process.
const served = "MASKGRAPH_WIRETEST"

// Main serves the registry, and does not return, in a process that Launch started.
// It comes first in TestMain: what is printed before it spoils the handshake.
func Main(reg *nodes.Registry) {
	if os.Getenv(served) == "" {
		return
	}
	wire.Serve(reg)
	os.Exit(0)
}

// Check is nodestest.Check, once here and once over the wire.
func Check(t *testing.T, f nodes.Factory, settings string, inputs ...nodes.Packet) {
	t.Helper()
	t.Run("direct", func(t *testing.T) { nodestest.Check(t, f, settings, inputs...) })
	t.Run("over the wire", func(t *testing.T) {
		nodestest.Check(t, OverTheWire(t, f)[0], settings, inputs...)
	})
}

// OverTheWire makes factories whose nodes run in a second process, which ends with
// the test. The types must be in the registry that Main gets.
func OverTheWire(t testing.TB, factories ...nodes.Factory) []nodes.Factory {
	t.Helper()
	p := Launch(t, wire.Options{})
	var remote []nodes.Factory
	for _, f := range factories {
		remote = append(remote, Factory(t, p, f.Type))
	}
	return remote
}

// Launch starts a second process that serves the registry that Main gets. Of o it
// takes what is not about the program.
func Launch(t testing.TB, o wire.Options) *wire.Process {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o.Path, o.Env = path, append(o.Env, served+"=1")
	if o.Name == "" {
		o.Name = "test"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	p, err := wire.Launch(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Errorf("close the process: %v", err)
		}
	})
	return p
}

// Factory makes nodes of one of the process's types.
func Factory(t testing.TB, p *wire.Process, typ string) nodes.Factory {
	t.Helper()
	for _, d := range p.Types() {
		if d.Type != typ {
			continue
		}
		check := func(file, path string, n, at *yaml.Node) []nodes.Problem {
			problems, _ := p.CheckYAML(context.Background(), typ, file, path, n, at)
			return problems
		}
		return nodes.Foreign(d.Info, d.Fields, check, func(ctx context.Context, env nodes.Env, n *yaml.Node) (nodes.Node, error) {
			settings, _ := wire.Settings(n, d.Fields)
			return open(ctx, p, typ, env, settings)
		})
	}
	t.Fatalf("the registry that wiretest.Main gets lacks %s", typ)
	return nodes.Factory{}
}
