package samprompter

import (
	"image"
	"image/color"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// fileOf writes a mask as a PNG of the photo's size.
func (s *studio) fileOf(t *testing.T, mask *nodes.Mask) string {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, s.pic.Width, s.pic.Height))
	for span := range mask.Spans() {
		for y := span.Y1; y < span.Y2; y++ {
			img.SetGray(span.X, y, color.Gray{255})
		}
	}
	return writePNG(t, img)
}

// TestEveryKindOfPrompt segments one horse in every way there is, and from a file of
// settings alone.
func TestEveryKindOfPrompt(t *testing.T) {
	s := newStudio(t, "000000261888.jpg")
	horse := s.pic.Truth[slices.IndexFunc(s.pic.Truth, func(o eval.Truth) bool { return o.Label == "horse" })]
	b, w, h := horse.Box, float64(s.pic.Width), float64(s.pic.Height)
	x, y, _ := horse.Mask.DeepestPoint()
	box := []float64{float64(b.X1), float64(b.Y1), float64(b.X2), float64(b.Y2)}
	fraction := []float64{box[0] / w, box[1] / h, box[2] / w, box[3] / h}
	click := []Click{{X: x, Y: y}, {X: 5, Y: 5, Background: true}}
	file := s.fileOf(t, horse.Mask)
	var first *nodes.Mask
	for _, tc := range []struct {
		prompt Prompt
		want   string
	}{
		{Prompt{Box: box}, "box"},
		{Prompt{Box: fraction, Unit: "fraction"}, "box"},
		{Prompt{Points: click}, "points"},
		{Prompt{Mask: file}, "box+mask"},
		{Prompt{Box: box, Points: click}, "box+points"},
		{Prompt{Points: click, Mask: file}, "box+points+mask"},
		{Prompt{Box: box, Points: click, Mask: file}, "box+points+mask"},
	} {
		items, _ := s.shoot(t, nil, func(c *Config) { c.Prompts = []Prompt{tc.prompt} })
		if len(items) != 1 {
			t.Fatalf("%+v: %d instances", tc.prompt, len(items))
		}
		item := items[0]
		if item.Origin.Prompt != tc.want || item.Label != "object" || item.Score != 1 || item.Class != -1 || item.Track != 0 {
			t.Errorf("%+v: %+v of %+v", tc.prompt, item, item.Origin)
		}
		iou := item.Mask.IoU(horse.Mask)
		if t.Logf("%s: IoU %.3f", tc.want, iou); iou < 0.75 {
			t.Errorf("%s: IoU %.3f with the true mask", tc.want, iou)
		}
		if first == nil {
			first = item.Mask
		} else if tc.want == "box" && item.Mask.IoU(first) < 0.999 {
			t.Error("fractions give another mask than pixels")
		}
	}
}

// TestMasksOfAnotherSource are those of the truth moved by a fifteenth of their
// height; the boxes are tight around them.
func TestMasksOfAnotherSource(t *testing.T) {
	s := newStudio(t, "000000261888.jpg")
	told := *s.boxes
	told.Items = slices.Clone(told.Items)
	for i := range told.Items {
		mask := s.pic.Truth[i].Mask
		by := max(2, mask.H/15)
		told.Items[i].Mask = mask.Shift(by, by).Clip(0, 0, s.pic.Width, s.pic.Height)
		told.Items[i].Box = nodes.Box{}
	}
	before := s.meanIoU(told.Items)
	after, _ := s.shoot(t, &told, func(c *Config) { c.UseMasks = true })
	for _, item := range after {
		if item.Origin.Prompt != "box+mask" {
			t.Errorf("thing %d: prompted with %s", item.Track, item.Origin.Prompt)
		}
	}
	if gain := s.meanIoU(after) - before; gain < 0.1 {
		t.Errorf("mean IoU %.3f before, changed by %+.3f", before, gain)
	}
	if none, counted := s.shoot(t, &told, func(*Config) {}); len(none) != 0 || counted["rejected"] != int64(len(told.Items)) {
		t.Errorf("without use_masks %d instances of what has neither box nor points", len(none))
	}
}

func TestNothingToSegment(t *testing.T) {
	n := &node{cfg: defaults}
	frame := nodestest.Frames(t, 32, 32, 1)[0]
	out, err := n.Process(t.Context(), nodestest.Packet(0, nodestest.Ports{"frame": frame}))
	if err != nil || len(out.Instances("instances").Items) > 0 || !n.idle {
		t.Errorf("nobody has said what: %v, %v", out, err)
	}
	n = &node{cfg: Config{Prompts: []Prompt{{Box: []float64{40, 0, 50, 10}}}}, pictures: make([]*picture, 1), texts: make([][]float32, 1)}
	_, err = n.Process(t.Context(), nodestest.Packet(0, nodestest.Ports{"frame": frame}))
	if want := "prompts[0]: the box [40 0 50 10] is outside of the frame, which is 32x32"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
