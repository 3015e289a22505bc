package wire_test

import (
	"bytes"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

func openNode(t testing.TB, p *wire.Process, typ, settings string) *wire.Node {
	t.Helper()
	n, problems, err := p.Open(t.Context(), typ, nodes.Env{Name: "n"}, settings, nil)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return n
}

// noise is a picture in which no two rows are alike.
func noise(width, height int) []byte {
	pix := make([]byte, 3*width*height)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(pix)
	return pix
}

func ask(t testing.TB, n *wire.Node, in nodes.Packet) nodes.Packet {
	t.Helper()
	out, _, err := n.Process(t.Context(), in, false)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func Test4K(t *testing.T) {
	bothWays(t, func(t *testing.T) {
		n := openNode(t, wiretest.Launch(t, wire.Options{}), "Invert", "")
		pix := noise(3840, 2160)
		f := nodes.NewFrame(3840, 2160, nodes.BGR8, pix, nil)
		defer f.Release()
		for range 2 { // the slots are used again
			out := ask(t, n, nodestest.Packet(0, nodestest.Ports{"frame": f}))
			got := out.Frame("frame")
			for i := range pix {
				pix[i] = ^pix[i]
			}
			if got.Width != 3840 || got.Height != 2160 || got.Format != nodes.BGR8 || !bytes.Equal(got.Pix, pix) {
				t.Errorf("got another picture of %dx%d", got.Width, got.Height)
			}
			out.Release()
		}
	})
}

func TestTooLargeForMessages(t *testing.T) {
	bothWays(t, func(t *testing.T) {
		p := wiretest.Launch(t, wire.Options{})
		n := openNode(t, p, "PassOn", "")
		f := nodes.NewFrame(7680, 4320, nodes.BGR8, make([]byte, 3*7680*4320), nil)
		defer f.Release()
		out, _, err := n.Process(t.Context(), nodestest.Packet(0, nodestest.Ports{"frame": f}), false)
		out.Release()
		const want = "port frame: a frame of 7680x4320 takes 99532800 bytes, and without shared memory at most 66060288 can be sent: make the frames smaller"
		if p.Shared() && err != nil || !p.Shared() && (err == nil || err.Error() != want) {
			t.Errorf("got %v", err)
		}
	})
}

// TestPassedOn wants the very frame back that was sent, not a copy.
func TestPassedOn(t *testing.T) {
	bothWays(t, func(t *testing.T) {
		n := openNode(t, wiretest.Launch(t, wire.Options{}), "PassOn", "")
		f := nodestest.Frames(t, 8, 8, 1)[0]
		out := ask(t, n, nodestest.Packet(0, nodestest.Ports{"frame": f}))
		if out.Frame("frame") != f {
			t.Error("it is another frame")
		}
		out.Release()
	})
}

// TestManyNodes calls many nodes of one process at the same time.
func TestManyNodes(t *testing.T) {
	bothWays(t, func(t *testing.T) {
		p := wiretest.Launch(t, wire.Options{})
		var wg sync.WaitGroup
		for i := range 8 {
			n := openNode(t, p, "Invert", "")
			pix := bytes.Repeat([]byte{byte(i)}, 3*32*32)
			wg.Go(func() {
				f := nodes.NewFrame(32, 32, nodes.BGR8, pix, nil)
				defer f.Release()
				for j := range 50 {
					out, _, err := n.Process(t.Context(), nodestest.Packet(j, nodestest.Ports{"frame": f}), false)
					if err != nil {
						t.Error(err)
						return
					}
					if got := out.Frame("frame").Pix; got[0] != ^byte(i) || got[len(got)-1] != ^byte(i) {
						t.Errorf("node %d got the pixels %v", i, got[0])
					}
					out.Release()
				}
			})
		}
		wg.Wait()
	})
}
