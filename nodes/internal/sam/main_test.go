package sam

import (
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

func openModel(t testing.TB, env nodes.Env) *Model {
	t.Helper()
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	m, letGo, err := Open(env, Options{Name: "mobile-sam"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := letGo(); err != nil {
			t.Error(err)
		}
	})
	return m
}
