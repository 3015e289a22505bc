package main

import (
	"math/rand/v2"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func decode(settings string) (any, []nodes.Problem) {
	return nodestest.Decode(Factory, "g.yaml", settings)
}

func process(t *testing.T, settings string, frame *nodes.Frame, found *nodes.Instances) *nodes.Frame {
	t.Helper()
	cfg, problems := decode(settings)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n, err := Factory.Open(t.Context(), nodestest.Env(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	var in nodes.Packet
	in.Put("frame", frame)
	in.Put("instances", found)
	out, err := n.Process(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(out.Release)
	return out.Frame("frame")
}

func noise(t *testing.T, format nodes.PixelFormat) *nodes.Frame {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	pix := make([]byte, width*height*format.Channels())
	for i := range pix {
		pix[i] = byte(random.Uint32())
	}
	f := nodes.NewFrame(width, height, format, pix, nil)
	t.Cleanup(f.Release)
	return f
}

func instances(masks ...*nodes.Mask) *nodes.Instances {
	found := &nodes.Instances{Width: width, Height: height}
	for _, m := range masks {
		found.Items = append(found.Items, nodes.Instance{Box: m.Box(), Class: -1, Mask: m})
	}
	return found
}

// disc is a round mask.
func disc(x, y, radius int) []*nodes.Mask {
	var b nodes.MaskBuilder
	for dx := -radius; dx <= radius; dx++ {
		half := 0
		for half*half+dx*dx < radius*radius {
			half++
		}
		b.Add(nodes.Span{X: x + dx, Y1: y - half, Y2: y + half})
	}
	return []*nodes.Mask{b.Mask().Clip(0, 0, width, height)}
}
