package wire_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// TestHostPool sends frames that lie in shared memory already, and others.
func TestHostPool(t *testing.T) {
	pool, err := shm.New("frames", true)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("no shared memory on this system")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the process
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	n := openNode(t, wiretest.Launch(t, wire.Options{Pool: pool}), "Invert", "")
	pix, err := pool.Alloc(3 * 64 * 48)
	if err != nil {
		t.Fatal(err)
	}
	copy(pix, noise(64, 48))
	inPool := nodes.NewFrame(64, 48, nodes.BGR8, pix, func() { pool.Free(pix) })
	elsewhere := inPool.Clone()
	for _, f := range []*nodes.Frame{inPool, elsewhere} {
		out := ask(t, n, nodestest.Packet(0, nodestest.Ports{"frame": f}))
		back := ask(t, n, nodestest.Packet(1, nodestest.Ports{"frame": out.Frame("frame")})) // out of the program's pool
		if !bytes.Equal(back.Frame("frame").Pix, f.Pix) {
			t.Error("inverted twice it is another picture")
		}
		out.Release()
		back.Release()
		if slots, _ := pool.InUse(); slots != 1 {
			t.Errorf("%d slots of the pool are in use after the call, want 1", slots)
		}
	}
	elsewhere.Release()
	inPool.Release()
}

// TestFramesOutliveProcess reads a frame whose process was killed, and closed.
func TestFramesOutliveProcess(t *testing.T) {
	p := wiretest.Launch(t, wire.Options{})
	n := openNode(t, p, "Pictures", `{"frames": 9}`)
	var kept []nodes.Packet
	for range 3 {
		kept = append(kept, ask(t, n, nodes.Packet{}))
	}
	p.Kill("test")
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	for i, out := range kept {
		f := out.Frame("frame")
		if want := bytes.Repeat([]byte{byte(i)}, 64*48); !bytes.Equal(f.Pix, want) {
			t.Errorf("frame %d was lost", i)
		}
		if out.Stamp.Seq != uint64(i) || out.Stamp.Stream != "no UTF-8: \xff" {
			t.Errorf("stamp %v", out.Stamp)
		}
		out.Release()
	}
}
