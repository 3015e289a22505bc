package nodes_test

import (
	"encoding/json"
	"os"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

type place = [2]int

// flood finds the connected regions of what is inside, within the window, column
// by column, by walking over pixels.
func flood(inside func(x, y int) bool) []map[place]bool {
	var regions []map[place]bool
	seen := map[place]bool{}
	each(func(x, y int) {
		if seen[place{x, y}] || !inside(x, y) {
			return
		}
		region := map[place]bool{}
		seen[place{x, y}] = true
		for todo := []place{{x, y}}; len(todo) > 0; {
			at := todo[0]
			todo = todo[1:]
			region[at] = true
			for dx := -1; dx <= 1; dx++ {
				for dy := -1; dy <= 1; dy++ {
					p := place{at[0] + dx, at[1] + dy}
					if !seen[p] && p[0] >= low && p[1] >= low && p[0] < high && p[1] < high && inside(p[0], p[1]) {
						seen[p] = true
						todo = append(todo, p)
					}
				}
			}
		}
		regions = append(regions, region)
	})
	return regions
}

func TestMaskRegions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		got, want := b.mask().Regions(), flood(b.at)
		if len(got) != len(want) {
			t.Fatalf("%d regions, want %d", len(got), len(want))
		}
		for i, m := range got {
			wantMask(t, m, func(x, y int) bool { return want[i][place{x, y}] })
		}
	})
}

func TestMaskRemoveIslands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		minArea := rapid.IntRange(0, 30).Draw(t, "min area")
		keep := map[place]bool{}
		largest := map[place]bool{}
		for _, region := range flood(b.at) {
			if len(region) > len(largest) {
				largest = region
			}
			if len(region) >= minArea {
				for p := range region {
					keep[p] = true
				}
			}
		}
		if len(keep) == 0 {
			keep = largest
		}
		m := b.mask()
		got := m.RemoveIslands(minArea)
		wantMask(t, got, func(x, y int) bool { return keep[place{x, y}] })
		if same := m.Area() == got.Area(); same != (got == m) {
			t.Fatalf("%d of %d pixels stay, and it is the same mask: %v", got.Area(), m.Area(), got == m)
		}
	})
}

func TestMaskFillHoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		minArea := rapid.IntRange(0, 30).Draw(t, "min area")
		width, height := rapid.IntRange(1, 40).Draw(t, "width"), rapid.IntRange(1, 40).Draw(t, "height")
		framed := func(x, y int) bool { return x >= 0 && y >= 0 && x < width && y < height }
		filled := map[place]bool{}
		for _, hole := range flood(func(x, y int) bool { return framed(x, y) && !b.at(x, y) }) {
			for p := range hole {
				filled[p] = len(hole) < minArea
			}
		}
		m := b.mask().Clip(0, 0, width, height)
		got := m.FillHoles(width, height, minArea)
		wantMask(t, got, func(x, y int) bool { return framed(x, y) && b.at(x, y) || filled[place{x, y}] })
		if same := m.Area() == got.Area(); same != (got == m) {
			t.Fatalf("%d pixels become %d, and it is the same mask: %v", m.Area(), got.Area(), got == m)
		}
	})
}

// TestSmallRegionsLikeSAM compares with what testdata/small_regions.py wrote: the
// rules of segment_anything's remove_small_regions, with OpenCV's labels.
func TestSmallRegionsLikeSAM(t *testing.T) {
	text, err := os.ReadFile("testdata/small_regions.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name                          string
		Width, Height, MinArea        int
		Mask, Filled, Cleaned, Pruned string
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			m, err := nodes.MaskFromCOCOCounts(v.Width, v.Height, v.Mask)
			if err != nil {
				t.Fatal(err)
			}
			check := func(step string, m *nodes.Mask, want string) {
				if got := m.COCOCounts(v.Width, v.Height); got != want {
					t.Errorf("%s: %s, want %s", step, got, want)
				}
			}
			filled := m.FillHoles(v.Width, v.Height, v.MinArea)
			check("holes", filled, v.Filled)
			check("holes and islands", filled.RemoveIslands(v.MinArea), v.Cleaned)
			check("islands", m.RemoveIslands(v.MinArea), v.Pruned)
		})
	}
}
