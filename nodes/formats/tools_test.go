package formats_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
)

// unpack reads the bits of Label Studio's brush.
func unpack(packed []int) []byte {
	at := 0
	read := func(n int) (v int) {
		for range n {
			v = v<<1 | packed[at/8]>>(7-at%8)&1
			at++
		}
		return v
	}
	n, size := read(32), read(5)+1
	var counts [4]int
	for i := range counts {
		counts[i] = read(4) + 1
	}
	var out []byte
	for len(out) < n {
		repeated := read(1) == 1
		count := read(counts[read(2)]) + 1
		v := 0
		for i := range count {
			if i == 0 || !repeated {
				v = read(size)
			}
			out = append(out, byte(v))
		}
	}
	return out
}

func TestLabelStudio(t *testing.T) {
	records := street(3)
	records[2].Items[0].Mask = nil
	path := filepath.Join(t.TempDir(), "tasks.json")
	write(t, path, "labelstudio", records)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var tasks []struct {
		Data        struct{ Image string }
		Predictions []struct {
			Result []struct {
				Type  string
				Value struct {
					RLE             []int
					BrushLabels     []string
					X, Y, Width     float64
					RectangleLabels []string
				}
			}
		}
	}
	if err := json.Unmarshal(text, &tasks); err != nil {
		t.Fatal(err)
	}
	for i, r := range records {
		if want := "street/" + r.Name + ".png"; tasks[i].Data.Image != want {
			t.Errorf("picture %s, want %s", tasks[i].Data.Image, want)
		}
		for k, it := range r.Items {
			got := tasks[i].Predictions[0].Result[k]
			if it.Mask == nil {
				if got.Type != "rectanglelabels" || got.Value.RectangleLabels[0] != it.Label || math.Abs(got.Value.X-float64(it.Box.X1)/96*100) > 1e-4 {
					t.Errorf("%+v of %+v", got, it.Box)
				}
				continue
			}
			bits := unpack(got.Value.RLE)
			alpha := make([]byte, len(bits)/4)
			for p := range alpha {
				alpha[p] = bits[4*p+3]
			}
			m := nodes.MaskFromBitmap(0, 0, r.Width, r.Height, alpha)
			if diff := cmp.Diff(it.Mask, m); diff != "" || got.Value.BrushLabels[0] != it.Label {
				t.Errorf("frame %d %s: %s", i, got.Value.BrushLabels, diff)
			}
		}
	}
}

func TestCSV(t *testing.T) {
	records := street(1)
	bar := nodes.MaskFromBitmap(10, 20, 4, 2, []byte{1, 1, 1, 1, 1, 0, 0, 1})
	records[0].Items = append(records[0].Items[:0], thing("car", 1, 0.9, bar), nodes.Instance{Box: nodes.Box{X1: 1.5, Y1: 2, X2: 3.5, Y2: 4}, Score: 0.1, Label: "a,b"})
	path := filepath.Join(t.TempDir(), "a.csv")
	write(t, path, "csv", records)
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := "stream,frame,picture,pts,track,label,score,x1,y1,x2,y2,mask,area,centroid_x,centroid_y,predicted_iou,stability\n" +
		"street,0,,0,1,car,0.9,10,20,14,22,1,6,12.000,20.833,0,0\n" +
		"street,0,,0,,\"a,b\",0.1,1.5,2,3.5,4,0,4,2.500,3.000,0,0\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}
