package coco

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval"
)

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestLikePycocotools compares with what testdata/precision.py wrote.
func TestLikePycocotools(t *testing.T) {
	var want struct {
		Areas      []int
		BBox, Segm eval.Precision
	}
	readJSON(t, "testdata/want.json", &want)
	for _, tt := range []struct {
		name  string
		masks bool
		score func([]eval.Picture) eval.Precision
		want  eval.Precision
	}{{"boxes", false, eval.BoxPrecision, want.BBox}, {"masks", true, eval.MaskPrecision, want.Segm}} {
		t.Run(tt.name, func(t *testing.T) {
			pictures, strangers, err := Pictures("testdata/truth.json", "testdata/results.json", tt.masks)
			if err != nil || strangers != 0 {
				t.Fatal(strangers, err)
			}
			got := tt.score(pictures)
			for name, pair := range map[string][2]float64{
				"AP": {got.AP, tt.want.AP}, "AP50": {got.AP50, tt.want.AP50}, "AP75": {got.AP75, tt.want.AP75}, "AR": {got.AR, tt.want.AR},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-12 {
					t.Errorf("%s is %v, want %v", name, pair[0], pair[1])
				}
			}
		})
	}
	f, err := read("testdata/truth.json")
	if err != nil {
		t.Fatal(err)
	}
	areas := want.Areas
	for _, a := range f.Annotations {
		if a.Segmentation[0] != '[' {
			continue
		}
		m, err := mask(a.Segmentation, 64, 48)
		if err != nil {
			t.Fatal(err)
		}
		if m.Area() != areas[0] {
			t.Errorf("annotation %d: %d pixels, want %d", a.ID, m.Area(), areas[0])
		}
		areas = areas[1:]
	}
}
