package mot_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

func bar(x, w int) *nodes.Mask {
	return nodes.MaskFromBitmap(x, 0, w, 1, bytes.Repeat([]byte{1}, w))
}

func TestWrite(t *testing.T) {
	m := nodes.MaskFromBitmap(1, 1, 2, 2, []byte{1, 1, 1, 1})
	tests := []struct {
		name string
		file mot.File
		want string
	}{
		{"nothing", mot.File{}, ""},
		{"boxes", mot.File{Rows: []mot.Row{
			{Frame: 1, ID: 1, Box: [4]float64{1691.97, -0.25, 152.2300109863, 100}, Score: 0.995616},
			{Frame: 10, ID: 1200, Box: [4]float64{0, 0, 5.0004, 7}, Score: float64(float32(0.7))},
		}}, "1,1,1691.97,-0.25,152.23,100,0.995616,-1,-1,-1\n10,1200,0,0,5,7,0.7,-1,-1,-1\n"},
		{"masks", mot.File{Masks: true, Width: 4, Height: 3, Rows: []mot.Row{
			{Frame: 0, ID: 7, Class: 1, Mask: m}, {Frame: 0, ID: 999, Class: 2, Mask: m},
		}}, "0 1007 1 3 4 42102\n0 2999 2 3 4 42102\n"},
		{"a thousand things", mot.File{Masks: true, Width: 4, Height: 3, Rows: []mot.Row{
			{Frame: 0, ID: 7, Class: 1, Mask: m}, {Frame: 5, ID: 1000, Class: 2, Mask: m},
		}}, "0 10007 1 3 4 42102\n5 21000 2 3 4 42102\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := tt.file.Write(&out); err != nil || out.String() != tt.want {
				t.Errorf("got %v\n%s, want\n%s", err, out.String(), tt.want)
			}
		})
	}
}

func TestApart(t *testing.T) {
	tests := []struct {
		name string
		rows []mot.Row
		want []mot.Row
	}{
		{"alone", []mot.Row{{ID: 1, Mask: bar(0, 5)}}, []mot.Row{{ID: 1, Mask: bar(0, 5)}}},
		{"the better one keeps it", []mot.Row{{ID: 1, Score: 0.5, Mask: bar(0, 5)}, {ID: 2, Score: 0.9, Mask: bar(3, 5)}}, []mot.Row{{ID: 1, Mask: bar(0, 3)}, {ID: 2, Mask: bar(3, 5)}}},
		{"the first of equals", []mot.Row{{ID: 1, Mask: bar(0, 5)}, {ID: 2, Mask: bar(3, 5)}}, []mot.Row{{ID: 1, Mask: bar(0, 5)}, {ID: 2, Mask: bar(5, 3)}}},
		{"hidden", []mot.Row{{ID: 1, Score: 0.5, Mask: bar(2, 2)}, {ID: 2, Score: 0.9, Mask: bar(0, 9)}}, []mot.Row{{ID: 2, Mask: bar(0, 9)}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mot.Apart(tt.rows)
			if len(got) != len(tt.want) {
				t.Fatalf("got %+v, want %+v", got, tt.want)
			}
			for i, w := range tt.want {
				if got[i].ID != w.ID || got[i].Mask.IoU(w.Mask) != 1 {
					t.Errorf("row %d is %d %+v, want %d %+v", i, got[i].ID, got[i].Mask, w.ID, w.Mask)
				}
			}
		})
	}
}

// TestApartKeepsEveryPixel: none twice, none lost.
func TestApartKeepsEveryPixel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []mot.Row
		all := &nodes.Mask{}
		for i := range rapid.IntRange(0, 5).Draw(t, "rows") {
			bits := rapid.SliceOfN(rapid.ByteRange(0, 1), 30, 30).Draw(t, "bits")
			m := nodes.MaskFromBitmap(rapid.IntRange(0, 4).Draw(t, "x"), rapid.IntRange(0, 4).Draw(t, "y"), 6, 5, bits)
			rows = append(rows, mot.Row{ID: i, Score: float64(rapid.IntRange(0, 2).Draw(t, "score")), Mask: m})
			all = all.Union(m)
		}
		area := 0
		union := &nodes.Mask{}
		for _, r := range mot.Apart(rows) {
			area += r.Mask.Area()
			union = union.Union(r.Mask)
		}
		if area != all.Area() || area > 0 && union.IoU(all) != 1 {
			t.Fatalf("%d pixels, want %d", area, all.Area())
		}
	})
}
