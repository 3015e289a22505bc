package samprompter

import (
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestQualityOptions shows what each option does to the masks of nine things in a
// street: bicycles in front of cars.
func TestQualityOptions(t *testing.T) {
	s := newStudio(t, "000000196610.jpg")
	plain, _ := s.shoot(t, s.boxes, func(*Config) {})
	plainIoU := s.meanIoU(plain)
	t.Logf("mean IoU %.4f", plainIoU)
	for _, tc := range []struct {
		name   string
		change func(*Config)
		step   string // that some of the masks had, and at least so many
		steps  int
		gain   float64 // of mean IoU, at least
		holds  func(item nodes.Instance) bool
	}{
		{"clip", func(c *Config) { c.Clip = 0.05 }, "clip", 3, 0.001, func(item nodes.Instance) bool {
			b, m := item.Box, item.Mask.Box()
			w, h := b.Width()/20+1, b.Height()/20+1
			return m.X1 >= b.X1-w && m.Y1 >= b.Y1-h && m.X2 <= b.X2+w && m.Y2 <= b.Y2+h
		}},
		{"min_region_area, islands", func(c *Config) { c.MinRegionArea = 50 }, "islands", 3, -0.002, func(item nodes.Instance) bool {
			regions := item.Mask.Regions()
			return len(regions) == 1 || !slices.ContainsFunc(regions, func(r *nodes.Mask) bool { return r.Area() < 50 })
		}},
		{"min_region_area, holes", func(c *Config) { c.MinRegionArea = 50 }, "fill", 3, -0.002, func(item nodes.Instance) bool {
			return item.Mask.FillHoles(s.pic.Width, s.pic.Height, 50).Area() == item.Mask.Area()
		}},
		{"refine", func(c *Config) { c.Refine = 1 }, "refine", 9, 0.03, func(item nodes.Instance) bool {
			return item.Origin.Prompt == "box+mask" && item.Mask.IoU(plain[item.Track-1].Mask) < 1
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			items, _ := s.shoot(t, s.boxes, tc.change)
			steps := 0
			for _, item := range items {
				if slices.Contains(item.Origin.Steps, tc.step) {
					steps++
				}
				if !tc.holds(item) {
					t.Errorf("thing %d is not as it should be", item.Track)
				}
			}
			if gain := s.meanIoU(items) - plainIoU; steps < tc.steps || gain < tc.gain {
				t.Errorf("%d masks had the step %s, mean IoU changed by %+.4f", steps, tc.step, gain)
			}
		})
	}
	t.Run("exclusive", func(t *testing.T) { exclusiveMasks(t, s, plain) })
	t.Run("tight_boxes", func(t *testing.T) { tightBoxes(t, s) })
	t.Run("rejection", func(t *testing.T) { rejection(t, s, plain) })
}

// exclusiveMasks wants no pixel twice, and the first, which scores highest, whole.
func exclusiveMasks(t *testing.T, s *studio, plain []nodes.Instance) {
	items, _ := s.shoot(t, s.boxes, func(c *Config) { c.Exclusive = true })
	shared := func(items []nodes.Instance) (pixels int) {
		for i := range items {
			for j := range i {
				pixels += items[i].Mask.Intersection(items[j].Mask)
			}
		}
		return pixels
	}
	if before, after := shared(plain), shared(items); before == 0 || after != 0 {
		t.Errorf("masks shared %d pixels and share %d", before, after)
	}
	if items[0].Mask.Area() != plain[0].Mask.Area() {
		t.Error("the highest score has lost pixels")
	}
}

// tightBoxes gives boxes that are a fifth too large on each side.
func tightBoxes(t *testing.T, s *studio) {
	loose := *s.boxes
	loose.Items = slices.Clone(loose.Items)
	for i := range loose.Items {
		b := &loose.Items[i].Box
		w, h := b.Width()/5, b.Height()/5
		b.X1, b.Y1, b.X2, b.Y2 = b.X1-w, b.Y1-h, b.X2+w, b.Y2+h
	}
	items, _ := s.shoot(t, &loose, func(c *Config) { c.TightBoxes = true })
	var before, after float32
	for i, item := range items {
		if item.Box != item.Mask.Box() || item.Origin.Box != loose.Items[i].Box {
			t.Errorf("thing %d: box %v, mask in %v, prompted with %v", i, item.Box, item.Mask.Box(), item.Origin.Box)
		}
		before += loose.Items[i].Box.IoU(s.pic.Truth[i].Box) / float32(len(items))
		after += item.Box.IoU(s.pic.Truth[i].Box) / float32(len(items))
	}
	if after < before+0.03 {
		t.Errorf("mean IoU of boxes %.3f before and %.3f after", before, after)
	}
}

// rejection drops what is below, keeps the rest, and counts.
func rejection(t *testing.T, s *studio, plain []nodes.Instance) {
	for _, tc := range []struct {
		name    string
		change  func(*Config)
		quality func(nodes.Instance) float32
		least   float32
	}{
		{"min_predicted_iou", func(c *Config) { c.MinPredictedIoU = 0.95 }, func(i nodes.Instance) float32 { return i.PredictedIoU }, 0.95},
		{"min_stability", func(c *Config) { c.MinStability = 0.9 }, func(i nodes.Instance) float32 { return i.Stability }, 0.9},
	} {
		var want []int
		for _, item := range plain {
			if tc.quality(item) >= tc.least {
				want = append(want, item.Track)
			}
		}
		items, counted := s.shoot(t, s.boxes, tc.change)
		var got []int
		for _, item := range items {
			got = append(got, item.Track)
		}
		if !slices.Equal(got, want) || counted["rejected"] != int64(len(plain)-len(want)) || len(want) == 0 || len(want) == len(plain) {
			t.Errorf("%s: %v stay, want %v; %d rejected", tc.name, got, want, counted["rejected"])
		}
	}
}
