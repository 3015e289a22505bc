package nodes_test

import (
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestPacket(t *testing.T) {
	frame := nodes.NewFrame(1, 1, nodes.Gray8, []byte{7}, nil)
	found := &nodes.Instances{}
	var p nodes.Packet
	p.Put("frame", frame)
	p.Put("boxes", &nodes.Instances{})
	p.Put("boxes", found)
	if p.Frame("frame") != frame || p.Instances("boxes") != found || p.Payload("boxes") != nodes.Payload(found) {
		t.Error("a port does not hold what was put there")
	}
	if p.Frame("boxes") != nil || p.Instances("frame") != nil || p.Payload("none") != nil || p.Frame("none") != nil {
		t.Error("a port holds what nobody put there")
	}
	p.Release()
	wantPanic(t, "nodes: a frame was released once too often", p.Release)
	(nodes.Packet{}).Release()
}

func TestPacketCopiesAreIndependent(t *testing.T) {
	a, b, c := &nodes.Instances{Width: 1}, &nodes.Instances{Width: 2}, &nodes.Instances{Width: 3}
	var p nodes.Packet
	for _, port := range []string{"1", "2", "3"} { // room for a fourth in the same array
		p.Put(port, a)
	}
	q, r := p, p
	q.Put("1", b)
	q.Put("4", b)
	r.Put("4", c)
	if p.Instances("1") != a || p.Payload("4") != nil || q.Instances("4") != b || r.Instances("4") != c {
		t.Error("Put on a copy changed another packet")
	}
}

func TestStampString(t *testing.T) {
	s := nodes.Stamp{Stream: "street", Seq: 12, PTS: 480 * time.Millisecond}
	if got, want := s.String(), "street frame 12 at 0.480s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
