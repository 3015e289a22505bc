package masksink

import (
	"context"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestPacketsThatCannotBeWritten(t *testing.T) {
	f := noise(4, 4, 0)
	defer f.Release()
	full := packet("s", 0, f, &nodes.Instances{Width: 8, Height: 4, Items: make([]nodes.Instance, 1)})
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		in   nodes.Packet
		want string
	}{
		{"no frame", t.Context(), nodes.Packet{}, "frame: nothing came in: connect the port to the node that gives the pictures"},
		{"no instances", t.Context(), only("frame", f), "instances: nothing came in: connect the port to a detector, prompter or tracker"},
		{"another picture", t.Context(), full, "instances: found on a picture of 8x4, but the frame has 4x4: connect the frame they were found on"},
		{"canceled", canceled, full, "context canceled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newTestNode(Config{COCO: t.TempDir() + "/c.json"})
			if _, err := n.Process(c.ctx, c.in); err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func only(port string, v nodes.Payload) nodes.Packet {
	var p nodes.Packet
	p.Put(port, v)
	return p
}
