package samedges

import (
	"context"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

func TestMain(m *testing.M) {
	cvtest.Main(m)
}

// sceneFrame is a frame of a synthetic scene and what is on it.
func sceneFrame(t testing.TB, uri string, at int) (*nodes.Frame, *nodes.Instances) {
	t.Helper()
	s, err := scene.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	f := nodes.NewFrame(s.Width, s.Height, nodes.BGR8, s.Pixels(at), nil)
	t.Cleanup(f.Release)
	return f, s.Truth(at)
}

func openNode(t testing.TB, cfg Config) nodes.Node {
	t.Helper()
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, cfg.Model)
	n, err := open(context.Background(), nodestest.Env(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

// edgesOf is what a node draws of a frame.
func edgesOf(t testing.TB, n nodes.Node, frame *nodes.Frame) *nodes.Frame {
	t.Helper()
	out, err := n.Process(context.Background(), nodestest.Packet(0, nodestest.Ports{"frame": frame}))
	if err != nil {
		t.Fatal(err)
	}
	edges := out.Frame("edges")
	t.Cleanup(edges.Release)
	return edges
}
