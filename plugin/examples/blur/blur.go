package main

import (
	"context"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// Factory makes Blur nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "Blur",
	Doc: "Blurs what masks cover, such as people whom nobody is to recognise. " +
		"A frame without masks passes as it is, also one that nobody looked at (a detector's every).",
	In: []nodes.Port{
		{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."},
		{Name: "instances", Type: nodes.TypeMasks, Doc: "What to blur on it."},
	},
	Out: []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture with the masks blurred."}},
}, Config{Radius: 24}, open)

// Config is what a graph file may say about a Blur.
type Config struct {
	Radius int `yaml:"radius" doc:"How far the blur reaches, in pixels, 3 to 300. A tenth of a person's height makes a face unreadable."`
}

// Validate reports settings that cannot work.
func (c Config) Validate() error {
	if c.Radius < passes || c.Radius > 300 {
		return fmt.Errorf("radius: must be in [%d, 300], got %d", passes, c.Radius)
	}
	return nil
}

type node struct{ radius int }

func open(_ context.Context, _ nodes.Env, cfg Config) (nodes.Node, error) {
	return &node{cfg.Radius}, nil
}

// Process blurs one frame.
func (n *node) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	frame, found := in.Frame("frame"), in.Instances("instances")
	if found.Width != frame.Width || found.Height != frame.Height {
		return nodes.Packet{}, fmt.Errorf("blur: the masks are of a picture of %dx%d, the frame has %dx%d: feed both inputs from one source",
			found.Width, found.Height, frame.Width, frame.Height)
	}
	var out nodes.Packet
	if len(found.Items) == 0 {
		out.Put("frame", frame.Retain()) // the very frame goes on, not a copy
		return out, nil
	}
	blurred := frame.Clone() // a frame that came in is for reading only
	for _, item := range found.Items {
		if !item.Mask.Empty() {
			around(frame, item.Mask, n.radius).blur(n.radius).paste(blurred, item.Mask)
		}
	}
	out.Put("frame", blurred)
	return out, nil
}

// Close has nothing to give back.
func (n *node) Close() error { return nil }
