package nodestest

import (
	"context"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestBorrowViolations(t *testing.T) {
	checkViolations(t, []violation{
		{
			"changes pixels", answering(func(_ *fake, in nodes.Packet, _ *nodes.Packet) { in.Frame("frame").Pix[0]++ }),
			run + "packet 0: what came in on port frame was changed",
		},
		{
			"changes instances", answering(func(_ *fake, in nodes.Packet, _ *nodes.Packet) { in.Instances("boxes").Items[0].Track = 9 }),
			run + "packet 0: what came in on port boxes was changed",
		},
		{
			"changes a mask", answering(func(_ *fake, in nodes.Packet, _ *nodes.Packet) { in.Instances("boxes").Items[0].Mask.Runs[0]++ }),
			run + "packet 0: what came in on port boxes was changed",
		},
		{
			"releases what was lent", answering(func(_ *fake, in nodes.Packet, _ *nodes.Packet) {
				in.Frame("frame").Release()
				in.Frame("frame").Release()
			}),
			run + "packet 0: what came in on port frame was changed\nthe node gave away a reference that is not its own: nodes: a frame was released once too often",
		},
		{
			"passes on without Retain", answering(func(_ *fake, in nodes.Packet, _ *nodes.Packet) { in.Frame("frame").Release() }),
			run + "packet 0: output port frame: the frame is released already: Retain what you pass on",
		},
		{
			"retains once too often", answering(func(_ *fake, in nodes.Packet, _ *nodes.Packet) { in.Frame("frame").Retain() }),
			run + "4 frames more are alive than before",
		},
		{"uses a frame that it did not keep", answering(func(n *fake, in nodes.Packet, out *nodes.Packet) {
			out.Frame("frame").Release()
			out.Put("frame", in.Frame("frame").Clone())
			if n.seen > 1 {
				_ = n.kept.Frame("frame").Pix[0]
			}
			n.kept = in
		}), run + "packet 1: panic: runtime error: index out of range [0] with length 0\n"},
		{"changes an answer later", answering(func(n *fake, in nodes.Packet, out *nodes.Packet) {
			if n.seen > 1 {
				n.kept.Instances("instances").Items[0].Score = 1
			}
			n.kept = *out
		}), run + "packet 1: the last answer on port instances was changed after it was given"},
	})
}

func TestAnswerViolations(t *testing.T) {
	checkViolations(t, []violation{
		{
			"leaves a port empty", answering(func(_ *fake, _ nodes.Packet, out *nodes.Packet) { out.Put("instances", nil) }),
			run + "packet 0: output port instances: want instances, got <nil>",
		},
		{
			"nil instances", answering(func(_ *fake, _ nodes.Packet, out *nodes.Packet) { out.Put("instances", (*nodes.Instances)(nil)) }),
			run + "packet 0: output port instances: want instances, got *nodes.Instances",
		},
		{"instances for a frame", &fake{process: func(n *fake, _ context.Context, in nodes.Packet) (nodes.Packet, error) {
			var out nodes.Packet
			out.Put("frame", in.Instances("boxes"))
			out.Put("instances", in.Instances("boxes"))
			return out, nil
		}}, run + "packet 0: output port frame: want a frame, got *nodes.Instances"},
		{
			"wrong size", answering(func(_ *fake, _ nodes.Packet, out *nodes.Packet) { out.Instances("instances").Width = 640 }),
			run + "packet 0: output port instances: the instances say 640x12, the picture is 16x12",
		},
		{
			"skipped but full", answering(func(_ *fake, _ nodes.Packet, out *nodes.Packet) { out.Instances("instances").Skipped = true }),
			run + "packet 0: output port instances: a frame that was skipped has instances",
		},
		{"one track twice", answering(func(_ *fake, _ nodes.Packet, out *nodes.Packet) {
			found := out.Instances("instances")
			found.Items = append(found.Items, found.Items[0])
		}), run + "packet 0: output port instances: instance 1: track 1 is there twice"},
		{
			"drops masks", edited(func(item *nodes.Instance) { item.Mask = nil }),
			run + "packet 0: output port instances: instance 0: it has no mask",
		},
		{
			"mask over the edge", edited(func(item *nodes.Instance) { item.Mask = item.Mask.Shift(12, 0) }),
			run + "packet 0: output port instances: instance 0: the mask's crop 15,3 2x2 is not on the 16x12 picture",
		},
		{
			"mask runs short", edited(func(item *nodes.Instance) { item.Mask = &nodes.Mask{W: 3, H: 2, Runs: []uint32{1}} }),
			run + "packet 0: output port instances: instance 0: the mask's runs cover 1 of 3x2 pixels",
		},
		{
			"box far away", edited(func(item *nodes.Instance) { item.Box.X2 = 1000 }),
			run + "packet 0: output port instances: instance 0: box {3 3 1000 5} is out of all proportion to 16x12",
		},
		{
			"box inside out", edited(func(item *nodes.Instance) { item.Box.Y2 = 1 }),
			run + "packet 0: output port instances: instance 0: box {3 3 5 1} is out of all proportion to 16x12",
		},
		{
			"score is not a number", edited(func(item *nodes.Instance) { item.Score = (item.Score - 0.5) / (item.Score - 0.5) }),
			run + "packet 0: output port instances: instance 0: score NaN, predicted IoU 0, stability 0: want 0..1",
		},
		{
			"class", edited(func(item *nodes.Instance) { item.Class = -2 }),
			run + "packet 0: output port instances: instance 0: class -2: want -1 for none",
		},
		{
			"track", edited(func(item *nodes.Instance) { item.Track = -1 }),
			run + "packet 0: output port instances: instance 0: track -1: want 0 for none",
		},
	})
}
