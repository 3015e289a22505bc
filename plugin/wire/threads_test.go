package wire_test

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// TestThreads: what a graph says about threads gets to the nodes of plugins.
func TestThreads(t *testing.T) {
	p := wiretest.Launch(t, wire.Options{})
	n, problems, err := p.Open(t.Context(), "Count", nodes.Env{Name: "n", Threads: 3}, "", nil)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	if err := n.Close(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if got := n.Report().Counters["threads"]; got != 3 {
		t.Errorf("the node may use %d threads, want 3", got)
	}
}
