package supervise

import (
	"context"
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// A stuck source asks for a new process before each of its packets but the first.
var stuck = nodes.Define(nodes.Info{Type: "Stuck", Doc: "Asks to be started again.", Out: boxesOut}, struct{}{},
	func(_ context.Context, env nodes.Env, _ struct{}) (nodes.Node, error) {
		return &stuckNode{env: env}, nil
	})

type stuckNode struct {
	env  nodes.Env
	seq  uint32
	gave bool // in this process
}

func (*stuckNode) Frames() int { return 0 }
func (*stuckNode) Live() bool  { return true }
func (*stuckNode) Queue() int  { return 0 }

func (n *stuckNode) Process(context.Context, nodes.Packet) (nodes.Packet, error) {
	if n.gave {
		n.env.Restart(errors.New("a driver hangs"))
	}
	out := nodes.Packet{Stamp: nodes.Stamp{Stream: "s", Seq: uint64(n.seq), PTS: time.Duration(n.seq), Captured: time.Now()}}
	out.Put("boxes", &nodes.Instances{Width: 9, Height: 9})
	n.gave = true
	n.seq++
	return out, nil
}

func (n *stuckNode) Snapshot() ([]byte, error) {
	return binary.LittleEndian.AppendUint32(nil, n.seq), nil
}

func (n *stuckNode) Restore(state []byte) error {
	n.seq = binary.LittleEndian.Uint32(state)
	return nil
}

func (*stuckNode) Close() error { return nil }

// TestAskedRestarts: a source that asks for a new process gets it, however often, and
// goes on with the next packet; nothing is dropped as poison and nobody is given up.
func TestAskedRestarts(t *testing.T) {
	policy := quick
	policy.Max = 1
	p := start(t, policy)
	n := openNode(t, p, "Stuck", "{}")
	for seq := range uint64(6) {
		out, err := n.Process(context.Background(), nodes.Packet{})
		if err != nil || out.Stamp.Seq != seq {
			t.Fatalf("packet %d: %v, %v", seq, out.Stamp, err)
		}
		if age := time.Since(out.Stamp.Captured); age < 0 || age > 10*time.Second {
			t.Errorf("captured %v ago", age)
		}
	}
	if got := counter(n, "plugin_deaths"); got != 5 {
		t.Errorf("%d deaths, want 5", got)
	}
}
