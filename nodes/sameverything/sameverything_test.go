package sameverything

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestConformance(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	frames := nodestest.Frames(t, 320, 240, 2)
	nodestest.Check(t, Factory, "{points_per_side: 2, every: 2}",
		nodestest.Packet(0, nodestest.Ports{"frame": frames[0]}),
		nodestest.Packet(1, nodestest.Ports{"frame": frames[1]}),
	)
}

func TestLooksAtEveryNthFrameOfAStream(t *testing.T) {
	n := &node{cfg: Config{Every: 3}}
	var got []bool
	for _, stream := range []string{"a", "a", "a", "a", "b", "b"} {
		got = append(got, !n.skips(nodes.Stamp{Stream: stream}))
	}
	if want := []bool{true, false, false, true, true, false}; !slices.Equal(got, want) {
		t.Errorf("looked at %v, want %v", got, want)
	}
}

func TestCancelled(t *testing.T) {
	n := openNode(t, nodestest.Env(t), func(c *Config) { c.PointsPerSide, c.CropNLayers = 32, 1 })
	frame, _ := sceneFrame(t, "synthetic:320x240?objects=1", 0)
	ctx, cancel := context.WithCancel(context.Background())
	n.log = testLog(func() { cancel() }) // behind the first batch of prompts
	in := nodestest.Packet(0, nodestest.Ports{"frame": frame})
	if _, err := n.Process(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if runs := n.decoderRuns; runs != batch {
		t.Errorf("%d prompts were answered, want %d", runs, batch)
	}
}

func TestAtMost(t *testing.T) {
	var proposals []proposal
	for _, score := range []float32{0.9, 0.95, 0.9, 0.99} {
		item := nodes.Instance{Score: score, Track: len(proposals) + 1}
		proposals = append(proposals, proposal{Instance: item})
	}
	for _, tc := range []struct {
		name string
		most int
		want []int
	}{
		{"all", 0, []int{4, 2, 1, 3}},
		{"three", 3, []int{4, 2, 1}},
		{"more than there are", 9, []int{4, 2, 1, 3}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			n := &node{cfg: Config{MaxInstances: tc.most}}
			var got []int
			for _, item := range n.finish(slices.Clone(proposals), 10, 10) {
				got = append(got, item.Track)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// square is a mask of side x side pixels at 0, 0; a hole of 2x2 and an island of a
// pixel are parts of it if so wanted.
func square(side int, hole, island bool) *nodes.Mask {
	bits := make([]byte, 100*100)
	for y := range side {
		for x := range side {
			if !hole || x < 4 || x > 5 || y < 4 || y > 5 {
				bits[y*100+x] = 1
			}
		}
	}
	if island {
		bits[90*100+90] = 1
	}
	return nodes.MaskFromBitmap(0, 0, 100, 100, bits)
}

func TestTidy(t *testing.T) {
	whole, holed, both, other := square(30, false, false), square(30, true, false), square(30, true, true), square(9, false, false)
	for _, tc := range []struct {
		name  string
		area  int
		masks []*nodes.Mask
		want  []*nodes.Mask
		steps [][]string
	}{
		{"off", 0, []*nodes.Mask{both, holed}, []*nodes.Mask{both, holed}, [][]string{nil, nil}},
		{"hole and island", 5, []*nodes.Mask{both}, []*nodes.Mask{whole}, [][]string{{"fill", "islands"}}},
		{"too large to fill", 4, []*nodes.Mask{holed}, []*nodes.Mask{holed}, [][]string{nil}},
		{"alike: the untouched one stays", 5, []*nodes.Mask{both, holed, whole, other}, []*nodes.Mask{whole, other}, [][]string{nil, nil}},
		{"alike: the first one stays", 5, []*nodes.Mask{both, holed}, []*nodes.Mask{whole}, [][]string{{"fill", "islands"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			n := &node{cfg: Config{MinMaskRegionArea: tc.area, BoxNMSThresh: 0.5, CropNMSThresh: 0.7}}
			var proposals []proposal
			for _, m := range tc.masks {
				proposals = append(proposals, proposal{Instance: nodes.Instance{Mask: m, Box: m.Box(), Origin: &nodes.Origin{}}})
			}
			got := n.finish(proposals, 100, 100)
			if len(got) != len(tc.want) {
				t.Fatalf("%d instances, want %d", len(got), len(tc.want))
			}
			for i, item := range got {
				if item.Mask.IoU(tc.want[i]) != 1 || item.Box != tc.want[i].Box() || !slices.Equal(item.Origin.Steps, tc.steps[i]) {
					t.Errorf("instance %d: %d pixels, box %v, steps %v", i, item.Mask.Area(), item.Box, item.Origin.Steps)
				}
			}
		})
	}
}
