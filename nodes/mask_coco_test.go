package nodes_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
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

func TestCOCOMistakes(t *testing.T) {
	tests := []struct {
		name          string
		width, height int
		counts, want  string
	}{
		{"no picture", 0, 3, "", "mask of 0x3 pixels: no such picture"},
		{"negative picture", -3, -3, "9", "mask of -3x-3 pixels: no such picture"},
		{"too large a picture", 1 << 20, 1 << 20, "", "mask of 1048576x1048576 pixels: no such picture"},
		{"product overflows", 1 << 62, 4, "", "mask of 4611686018427387904x4 pixels: no such picture"},
		{"nothing", 2, 2, "", "mask covers 0 of its 2x2 pixels"},
		{"too short", 2, 2, "3", "mask covers 3 of its 2x2 pixels"},
		{"too long", 2, 2, "32", "mask runs over the end of its 2x2 pixels"},
		{"cut off", 2, 2, "3P", "mask counts: cut off in the middle of a run"},
		{"foreign byte below", 2, 2, "1 2", `mask counts: byte 1 (' ') cannot stand there`},
		{"foreign byte above", 2, 2, "1~", `mask counts: byte 1 ('~') cannot stand there`},
		{"endless run", 2, 2, strings.Repeat("P", 30), `mask counts: byte 8 ('P') cannot stand there`},
		{"negative run", 2, 2, "O", "mask counts: run 0 has length -1"},
		{"run falls below zero", 2, 2, "110N", "mask counts: run 3 has length -1"},
		{"run too large", 2, 2, "PPPPPP1", "mask counts: run 0 has length 1073741824"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := nodes.MaskFromCOCOCounts(tt.width, tt.height, tt.counts)
			if m != nil || err == nil || err.Error() != tt.want {
				t.Errorf("got %v, %v, want %s", m, err, tt.want)
			}
		})
	}
}

func FuzzMaskFromCOCOCounts(f *testing.F) {
	f.Add(2, 2, "112")
	f.Add(7, 5, "S1")
	f.Add(1, 9, "2311")
	f.Add(nodes.MaxMaskPixels, 1, "0PPPPP8")
	f.Add(3, 3, "PPPPPPPPPP")
	f.Add(5, 5, "00000000i0")
	f.Fuzz(func(t *testing.T, width, height int, counts string) {
		m, err := nodes.MaskFromCOCOCounts(width, height, counts)
		if err != nil || width*height > 1<<16 { // what follows takes time for each column
			return
		}
		if m.X < 0 || m.Y < 0 || m.X+m.W > width || m.Y+m.H > height || len(m.Runs) > len(counts)+2 {
			t.Fatalf("a mask of %dx%d: %+v", width, height, m)
		}
		again, err := nodes.MaskFromCOCOCounts(width, height, m.COCOCounts(width, height))
		if err != nil || !reflect.DeepEqual(again, m) {
			t.Fatalf("%+v becomes %+v, %v", m, again, err)
		}
	})
}
