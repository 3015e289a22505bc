package sameverything

import (
	"context"
	"log/slog"
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

// openNode opens a node with the default settings but for what change does.
func openNode(t testing.TB, env nodes.Env, change func(*Config)) *node {
	t.Helper()
	nodestest.Model(t, "onnxruntime")
	cfg := defaults
	change(&cfg)
	nodestest.Model(t, cfg.Model)
	n, err := open(context.Background(), env, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n.(*node)
}

// look is what a node finds on a frame.
func look(t testing.TB, n nodes.Node, seq int, frame *nodes.Frame) *nodes.Instances {
	t.Helper()
	out, err := n.Process(context.Background(), nodestest.Packet(seq, nodestest.Ports{"frame": frame}))
	if err != nil {
		t.Fatal(err)
	}
	return out.Instances("instances")
}

// testLog calls do at every line.
func testLog(do func()) *slog.Logger {
	return slog.New(slog.NewTextHandler(lineFunc(do), &slog.HandlerOptions{Level: slog.LevelDebug}))
}

type lineFunc func()

func (f lineFunc) Write(line []byte) (int, error) {
	f()
	return len(line), nil
}
