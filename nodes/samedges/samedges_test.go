package samedges

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestConformance(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	frames := nodestest.Frames(t, 320, 240, 2)
	nodestest.Check(t, Factory, "points_per_side: 2",
		nodestest.Packet(0, nodestest.Ports{"frame": frames[0]}),
		nodestest.Packet(1, nodestest.Ports{"frame": frames[1]}),
	)
}

// TestEdgesOfAScene: edges lie on the outlines of the true objects, and the
// outlines are drawn.
func TestEdgesOfAScene(t *testing.T) {
	n := openNode(t, Config{Model: "mobile-sam", PointsPerSide: 8, BoxNMSThresh: 0.7, Thin: true})
	frame, truth := sceneFrame(t, "synthetic:640x480?objects=3&seed=5", 0)
	edges := edgesOf(t, n, frame)
	if edges.Width != frame.Width || edges.Height != frame.Height || edges.Format != nodes.Gray8 {
		t.Fatalf("edges of %dx%d, format %d", edges.Width, edges.Height, edges.Format)
	}
	outline := &nodes.Mask{} // both sides of every true outline
	for _, object := range truth.Items {
		outline = outline.Union(object.Mask.Grow(1).Subtract(object.Mask.Shrink(1)))
	}
	bits := make([]byte, len(edges.Pix))
	strong, weight, distance := 0, 0.0, 0.0
	far := newPlane(edges.Width, edges.Height) // distance to the outline
	fillDistances(far, outline)
	for i, v := range edges.Pix {
		if v >= 64 {
			bits[i] = 1
			strong++
		}
		weight += float64(v)
		distance += float64(v) * float64(far.values[i])
	}
	drawn := nodes.MaskFromBitmap(0, 0, edges.Width, edges.Height, bits)
	covered := float64(outline.Intersection(drawn.Grow(2))) / float64(outline.Area())
	t.Logf("%d pixels of edges, mean distance %.3f from a true outline, %.3f of the outlines drawn", strong, distance/weight, covered)
	if mean := distance / weight; !(mean < 1) {
		t.Errorf("the edges' mean distance from a true outline is %.2f pixels, want less than 1", mean)
	}
	if covered < 0.95 {
		t.Errorf("%.2f of the true outlines are drawn, want 0.95", covered)
	}
}

// fillDistances sets each pixel to its distance from a mask, up to 40 pixels.
func fillDistances(p *plane, m *nodes.Mask) {
	const limit = 40
	for i := range p.values {
		p.values[i] = limit
	}
	for r := limit - 1; r >= 0; r-- {
		for s := range m.Grow(float64(r)).Clip(0, 0, p.width, p.height).Spans() {
			for y := s.Y1; y < s.Y2; y++ {
				p.values[y*p.width+s.X] = float32(r)
			}
		}
	}
}

func TestSettings(t *testing.T) {
	for _, tc := range []struct {
		name string
		cfg  Config
		want string
	}{
		{"good", Config{Model: "mobile-sam", PointsPerSide: 1, BoxNMSThresh: 1}, ""},
		{"a detector", Config{Model: "yolox-nano", PointsPerSide: 1}, "model: yolox-nano is no segmentation model (its task is detect)"},
		{
			"ranges",
			Config{Model: "mobile-sam", BoxNMSThresh: 2, Threads: -1},
			"threads: must be at least 0, got -1\npoints_per_side: must be in [1, 256], got 0\nbox_nms_thresh: must be in [0, 1], got 2",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			if err := tc.cfg.Validate(); err != nil {
				got = err.Error()
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}
