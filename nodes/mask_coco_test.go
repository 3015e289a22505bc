package nodes_test

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestCOCOLikePycocotools compares with what testdata/coco_masks.py wrote.
func TestCOCOLikePycocotools(t *testing.T) {
	text, err := os.ReadFile("testdata/coco_masks.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name                string
		Width, Height, Area int
		Rects               [][4]int
		Runs                []uint32
		Counts              string
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			bits := make([]byte, v.Width*v.Height)
			for _, r := range v.Rects {
				for y := r[1]; y < r[3]; y++ {
					for x := r[0]; x < r[2]; x++ {
						bits[y*v.Width+x] = 1
					}
				}
			}
			m := nodes.MaskFromBitmap(0, 0, v.Width, v.Height, bits)
			if m.Area() != v.Area {
				t.Errorf("area %d, want %d", m.Area(), v.Area)
			}
			if got := m.COCORuns(v.Width, v.Height); v.Runs != nil && !reflect.DeepEqual(got, v.Runs) {
				t.Errorf("runs %v, want %v", got, v.Runs)
			}
			if got := m.COCOCounts(v.Width, v.Height); got != v.Counts {
				t.Errorf("counts %s, want %s", got, v.Counts)
			}
			if got, err := nodes.MaskFromCOCOCounts(v.Width, v.Height, v.Counts); err != nil || !reflect.DeepEqual(got, m) {
				t.Errorf("read back %+v, %v, want %+v", got, err, m)
			}
		})
	}
}

func TestCOCORoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		m := b.mask()
		width, height := rapid.IntRange(1, 40).Draw(t, "width"), rapid.IntRange(1, 40).Draw(t, "height")
		inside := func(x, y int) bool { return b.at(x, y) && x >= 0 && y >= 0 && x < width && y < height }
		fromRuns, err := nodes.MaskFromCOCORuns(width, height, m.COCORuns(width, height))
		if err != nil {
			t.Fatal(err)
		}
		wantMask(t, fromRuns, inside)
		fromCounts, err := nodes.MaskFromCOCOCounts(width, height, m.COCOCounts(width, height))
		if err != nil || !reflect.DeepEqual(fromCounts, fromRuns) {
			t.Fatalf("counts give %+v, %v; runs give %+v", fromCounts, err, fromRuns)
		}
	})
}

func TestCOCORunsWithEmptyRuns(t *testing.T) {
	got, err := nodes.MaskFromCOCORuns(2, 3, []uint32{0, 1, 0, 2, 1, 0, 2})
	want := &nodes.Mask{W: 1, H: 3, Runs: []uint32{0, 3}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

// A few bytes may describe a picture of 2^28 columns of one pixel: nothing in
// reading them may grow with the picture.
func TestCOCOCountsOfAHugePicture(t *testing.T) {
	full := (&nodes.Mask{W: 1, H: nodes.MaxMaskPixels, Runs: []uint32{0, nodes.MaxMaskPixels}}).COCOCounts(1, nodes.MaxMaskPixels)
	var m *nodes.Mask
	var err error
	bytes := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m, err = nodes.MaskFromCOCOCounts(nodes.MaxMaskPixels, 1, full)
		}
	}).AllocedBytesPerOp()
	if err != nil || m.W != nodes.MaxMaskPixels || m.Area() != nodes.MaxMaskPixels || bytes > 1000 {
		t.Errorf("got %+v, %v with %d bytes", m, err, bytes)
	}
}
