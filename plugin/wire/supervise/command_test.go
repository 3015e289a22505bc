package supervise

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

func sumOf(t *testing.T, n nodes.Node, i int) float32 {
	t.Helper()
	out, err := n.Process(t.Context(), nodestest.Packet(i, nodestest.Ports{"boxes": &nodes.Instances{}}))
	if err != nil {
		t.Fatal(err)
	}
	return out.Instances("boxes").Items[0].Box.X2
}

// TestOrdersOutliveThePlugin: what an order has changed is there after a death over
// the packet that follows it, and after one over the next order.
func TestOrdersOutliveThePlugin(t *testing.T) {
	n := openNode(t, start(t, quick), "Sum", "{at: 1, how: kill, once: "+filepath.Join(t.TempDir(), "once")+"}")
	told := n.(nodes.Commander)
	say := func(name, body, want string) {
		t.Helper()
		answer, err := told.Command(t.Context(), name, []byte(body))
		if err != nil || string(answer) != want {
			t.Errorf("%s %s: got %q, %v; want %s", name, body, answer, err, want)
		}
	}
	say("add", "100", "100")
	if got := sumOf(t, n, 0); got != 101 {
		t.Errorf("counts %g, want 101", got)
	}
	say("add", "10", "111")
	if got := sumOf(t, n, 1); got != 112 {
		t.Errorf("after a death over a packet: counts %g, want 112", got)
	}
	if _, err := told.Command(t.Context(), "die", nil); !errors.Is(err, wire.ErrExited) {
		t.Errorf("an order that kills: %v", err)
	}
	say("add", "1", "113")
	if got := sumOf(t, n, 2); got != 114 {
		t.Errorf("after a death over an order: counts %g, want 114", got)
	}
	if deaths := n.(nodes.Reporter).Report().Counters["plugin_deaths"]; deaths != 3 {
		t.Errorf("%d deaths, want 3", deaths)
	}
}

func TestARefusalCrossesTheWire(t *testing.T) {
	p := start(t, quick)
	n := openNode(t, p, "Sum", "{}")
	_, err := n.(nodes.Commander).Command(t.Context(), "wrong", nil)
	if refusal := (*nodes.Refusal)(nil); !errors.As(err, &refusal) || *refusal != (nodes.Refusal{Missing: true, Reason: "no such sum"}) {
		t.Errorf("got %#v", err)
	}
	if _, err := n.(nodes.Commander).Command(t.Context(), "add", []byte("no number")); err == nil || errors.Is(err, wire.ErrExited) {
		t.Errorf("a node's own error: %v", err)
	}
	f := openNode(t, p, "Fragile", "{}")
	if names := f.(nodes.Commander).Commands(); len(names) != 0 {
		t.Errorf("a node without orders knows %v", names)
	}
}
