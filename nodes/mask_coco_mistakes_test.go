package nodes_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

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
