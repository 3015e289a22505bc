package wire

import (
	"math"
	"reflect"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// FuzzPacket takes bytes for a packet and uses what comes out, as nodes do.
func FuzzPacket(f *testing.F) {
	var p nodes.Packet
	p.Put("masks", &nodes.Instances{Width: 9, Height: 9, Items: []nodes.Instance{{Class: -1, Mask: nodes.MaskFromBitmap(1, 2, 2, 2, []byte{1, 0, 1, 1})}}})
	msg, _ := packetTo(p, testPorts, inline)
	msg.Ports = append(msg.Ports, &pb.PortPayload{Port: "frame", Payload: &pb.PortPayload_Frame{
		Frame: &pb.Frame{Width: 2, Height: 1, Channels: 3, Pixels: &pb.Frame_Inline{Inline: make([]byte, 6)}},
	}})
	seed, _ := proto.Marshal(msg)
	f.Add(seed)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		live := nodes.LiveFrames()
		var msg pb.Packet
		if proto.Unmarshal(data, &msg) != nil {
			return
		}
		slot := func(*pb.Slot, int) ([]byte, func(), error) { return []byte{1, 2, 3}, nil, nil }
		p, err := packetFrom(&msg, testPorts, func(m *pb.Frame) (*nodes.Frame, error) { return frameFrom(m, slot) })
		if err == nil {
			use(t, p)
			again, err := throughBytes(t, p)
			if err != nil || !reflect.DeepEqual(again.Instances("masks"), p.Instances("masks")) {
				t.Errorf("is taken, but not when it is sent on: %v", err)
			}
			again.Release()
		}
		p.Release()
		if n := nodes.LiveFrames() - live; n != 0 {
			t.Errorf("%d frames are left", n)
		}
	})
}

func use(t *testing.T, p nodes.Packet) {
	if f := p.Frame("frame"); f != nil && len(f.Pix) != f.Width*f.Height*f.Format.Channels() {
		t.Errorf("a frame of %dx%d has %d bytes", f.Width, f.Height, len(f.Pix))
	}
	for _, port := range []string{"boxes", "masks"} {
		v := p.Instances(port)
		if v == nil {
			continue
		}
		for _, item := range v.Items {
			if m := item.Mask; m != nil && m.W*m.H < 1<<20 {
				set := 0
				for _, b := range m.Bitmap() {
					set += int(b)
				}
				if set != m.Area() || m.Empty() != (set == 0) || m.Clip(0, 0, v.Width, v.Height) != m {
					t.Errorf("mask %+v has %d pixels of %d", m, set, m.Area())
				}
			}
			if !(item.Box.X1-item.Box.X1 == 0) || math.IsNaN(float64(item.Score)) {
				t.Errorf("a number is none: %+v", item)
			}
		}
	}
}
