package wire_test

import (
	"os"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// TestNothingIsLeft counts what a process could leave behind: descriptors,
// goroutines, mappings, children, files.
func TestNothingIsLeft(t *testing.T) {
	dir := t.TempDir()
	life := func(kill bool) {
		p := wiretest.Launch(t, wire.Options{Dir: dir})
		n := openNode(t, p, "Invert", "")
		out := ask(t, n, nodestest.Packet(0, nodestest.Ports{"frame": nodestest.Frames(t, 8, 8, 1)[0]}))
		if kill {
			p.Kill("test")
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		out.Release()
	}
	life(false) // what is made once
	goroutines, before := goleak.IgnoreCurrent(), holdings(t)
	for range 5 {
		life(false)
		life(true)
	}
	if err := goleak.Find(goroutines); err != nil {
		t.Error(err)
	}
	if after := holdings(t); after != before {
		t.Errorf("descriptors, pools, children: %v before, %v after", before, after)
	}
	wantEmpty(t, dir)
}

func holdings(t *testing.T) (n struct{ descriptors, pools, children int }) {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc on this system")
	}
	maps, _ := os.ReadFile("/proc/self/maps")
	n.children = len(nodestest.Children(os.Getpid()))
	n.descriptors, n.pools = len(files), strings.Count(string(maps), "memfd:")
	return n
}
