package supervise

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestMemory: the snapshot of a node in one program goes on in another one, and again
// when that dies.
func TestMemory(t *testing.T) {
	first := openNode(t, start(t, quick), "Sum", "{}")
	for seq := range 3 {
		if _, err := send(t, first, seq); err != nil {
			t.Fatal(err)
		}
	}
	state, err := first.(nodes.Snapshotter).Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	second := openNode(t, start(t, quick), "Sum", "{at: 4, how: kill, once: "+t.TempDir()+"/once}")
	if err := second.(nodes.Snapshotter).Restore(state); err != nil {
		t.Fatal(err)
	}
	for seq := 3; seq < 6; seq++ {
		out, err := send(t, second, seq)
		if err != nil {
			t.Fatal(err)
		}
		if got := out.Instances("boxes").Items[0].Box.X2; got != float32(seq+1) {
			t.Errorf("frame %d: it has seen %v packets", seq, got)
		}
	}
	if deaths := counter(second, "plugin_deaths"); deaths != 1 {
		t.Errorf("%d deaths", deaths)
	}
	err = second.(nodes.Snapshotter).Restore([]byte("x"))
	if err == nil {
		t.Error("a broken snapshot was taken")
	}
}

// TestNoMemory: a node that cannot tell its state says so from the start.
func TestNoMemory(t *testing.T) {
	if _, tells := openNode(t, start(t, quick), "Fragile", "{}").(nodes.Snapshotter); tells {
		t.Error("a node without state takes snapshots")
	}
}
