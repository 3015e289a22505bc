package wire

import (
	"math"
	"testing"

	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

func TestMessagesRefused(t *testing.T) {
	nan := float32(math.NaN())
	masks := func(width uint32, items ...*pb.Instance) *pb.Packet {
		return &pb.Packet{Ports: []*pb.PortPayload{{Port: "masks", Payload: &pb.PortPayload_Instances{
			Instances: &pb.Instances{Width: width, Height: 10, Items: items},
		}}}}
	}
	mask := func(x, y, w, h int32, runs ...uint32) *pb.Packet {
		return masks(10, &pb.Instance{}, &pb.Instance{Mask: &pb.Mask{X: x, Y: y, W: w, H: h, Runs: runs}})
	}
	frame := func(f *pb.Frame) *pb.Packet {
		return &pb.Packet{Ports: []*pb.PortPayload{{Port: "frame", Payload: &pb.PortPayload_Frame{Frame: f}}}}
	}
	six := &pb.Frame_Inline{Inline: make([]byte, 6)}
	tests := []struct {
		name string
		msg  *pb.Packet
		want string
	}{
		{"no such port", &pb.Packet{Ports: []*pb.PortPayload{{Port: "x"}}}, `port "x": there is no such port`},
		{"no payload", &pb.Packet{Ports: []*pb.PortPayload{{Port: "frame"}}}, `port "frame": carries <nil>, which is no frame`},
		{"no entry", &pb.Packet{Ports: []*pb.PortPayload{nil}}, `port "": there is no such port`},
		{
			"a frame on a port of masks", &pb.Packet{Ports: []*pb.PortPayload{{Port: "masks", Payload: &pb.PortPayload_Frame{}}}},
			`port "masks": carries *nodepb.PortPayload_Frame, which is no masks`,
		},
		{"twice", &pb.Packet{Ports: append(frame(&pb.Frame{Width: 2, Height: 1, Channels: 3, Pixels: six}).Ports,
			frame(&pb.Frame{Width: 2, Height: 1, Channels: 3, Pixels: six}).Ports...)}, `port "frame": is there twice`},
		{"no frame", frame(nil), `port "frame": a frame with 0 channels: want 1 (gray) or 3 (BGR)`},
		{"no size", frame(&pb.Frame{Channels: 3, Pixels: six}), `port "frame": a frame of 0x0`},
		{"no pixels", frame(&pb.Frame{Width: 2, Height: 1, Channels: 3}), `port "frame": a frame without pixels`},
		{"few pixels", frame(&pb.Frame{Width: 2, Height: 2, Channels: 3, Pixels: six}), `port "frame": a frame of 2x2 with 3 channels needs 12 bytes, and has 6`},
		{
			"huge", frame(&pb.Frame{Width: 1 << 31, Height: 1 << 31, Channels: 1, Pixels: six}),
			`port "frame": a picture of 2147483648x2147483648 is too large: want at most 268435456 pixels, 65536 a side`,
		},
		{"wide", masks(1 << 17), `port "masks": a picture of 131072x10 is too large: want at most 268435456 pixels, 65536 a side`},
		{"no number", masks(10, &pb.Instance{Y2: nan}), `port "masks": instance 1 of 1: a number of it is NaN`},
		{"infinite", masks(10, &pb.Instance{Score: float32(math.Inf(1))}), `port "masks": instance 1 of 1: a number of it is +Inf`},
		{"class", masks(10, &pb.Instance{Class: -2}), `port "masks": instance 1 of 1: class -2 and track 0: want -1 and 0 for none`},
		{"outside", mask(9, 0, 2, 1, 0, 2), `port "masks": instance 2 of 2: its mask of 2x1 at 9,0 is not on the 10x10 picture`},
		{"negative", mask(0, 0, -2, -1, 0, 2), `port "masks": instance 2 of 2: its mask of -2x-1 at 0,0 is not on the 10x10 picture`},
		{"short runs", mask(0, 0, 2, 2, 1, 2), `port "masks": instance 2 of 2: the runs of its mask cover 3 of 4 pixels`},
		{"runs that wrap around", mask(0, 0, 2, 2, 1<<31, 1<<31, 4), `port "masks": instance 2 of 2: the runs of its mask cover 4294967300 of 4 pixels`},
		{"empty run", mask(0, 0, 2, 2, 1, 0, 3), `port "masks": instance 2 of 2: run 2 of its mask is empty`},
		{"no foreground", mask(0, 0, 2, 2, 4), `port "masks": instance 2 of 2: its mask has nothing inside: want a crop of 0x0 without runs`},
		{"flat", mask(0, 0, 0, 2), `port "masks": instance 2 of 2: its mask has nothing inside: want a crop of 0x0 without runs`},
		{"an empty run of nothing", mask(0, 0, 0, 0, 0), `port "masks": instance 2 of 2: its mask has nothing inside: want a crop of 0x0 without runs`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := packetFrom(tt.msg, testPorts, receiveInline)
			p.Release()
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	if _, err := packetFrom(mask(0, 0, 0, 0), testPorts, receiveInline); err != nil {
		t.Errorf("an empty mask: %v", err)
	}
}
