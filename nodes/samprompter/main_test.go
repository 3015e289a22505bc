package samprompter

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
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

// withoutMasks is what a detector would have given.
func withoutMasks(truth *nodes.Instances) *nodes.Instances {
	boxes := *truth
	boxes.Items = append([]nodes.Instance(nil), truth.Items...)
	for i := range boxes.Items {
		boxes.Items[i].Mask = nil
	}
	return &boxes
}
