package samprompter

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/truth"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// studio is a photo whose encoding is shared by all nodes that are shown it.
type studio struct {
	env   nodes.Env
	pic   truth.Picture
	frame *nodes.Frame
	boxes *nodes.Instances // of all that is on it, with a score that falls from 1
}

func newStudio(t *testing.T, photo string) *studio {
	t.Helper()
	pictures, err := truth.Images(nodestest.Shared(t, "data/images"))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(pictures, func(p truth.Picture) bool { return filepath.Base(p.Path) == photo })
	s := &studio{env: nodestest.Env(t), pic: pictures[i]}
	if s.frame, err = cv.ReadPicture(s.pic.Path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.frame.Release)
	s.boxes = &nodes.Instances{Width: s.pic.Width, Height: s.pic.Height}
	for i, o := range s.pic.Truth {
		s.boxes.Items = append(s.boxes.Items, nodes.Instance{Box: o.Box, Score: 1 - float32(i)/100, Class: -1, Track: i + 1})
	}
	openNode(t, s.env, defaults) // keeps the model and the encoding
	return s
}

// shoot is what a node with other settings makes of the photo; boxes is nil when
// nothing is connected.
func (s *studio) shoot(t *testing.T, boxes *nodes.Instances, change func(*Config)) ([]nodes.Instance, map[string]int64) {
	t.Helper()
	cfg := defaults
	change(&cfg)
	n := openNode(t, s.env, cfg)
	ports := nodestest.Ports{"frame": s.frame}
	if boxes != nil {
		ports["boxes"] = boxes
	}
	out, err := n.Process(context.Background(), nodestest.Packet(0, ports))
	if err != nil {
		t.Fatal(err)
	}
	return out.Instances("instances").Items, counters(n)
}

// meanIoU is the mean over all that is on the photo.
func (s *studio) meanIoU(items []nodes.Instance) float64 {
	sum := 0.0
	for _, item := range items {
		sum += item.Mask.IoU(s.pic.Truth[item.Track-1].Mask)
	}
	return sum / float64(len(s.pic.Truth))
}
