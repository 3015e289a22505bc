package truth_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
	"github.com/maskgraph/maskgraph/nodes/eval/truth"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestImages compares the masks with the areas and boxes that COCO states.
func TestImages(t *testing.T) {
	pictures, err := truth.Images(nodestest.Shared(t, "data/images"))
	if err != nil {
		t.Fatal(err)
	}
	objects, crowds := 0, 0
	for _, p := range pictures {
		if _, err := os.Stat(p.Path); err != nil {
			t.Error(err)
		}
		areas := statedAreas(t, strings.TrimSuffix(p.Path, ".jpg")+".json")
		for i, tr := range p.Truth {
			if objects++; tr.Crowd {
				crowds++
			}
			got, box := float64(tr.Mask.Area()), tr.Mask.Box()
			outline := float64(box.Width() + box.Height()) // half its length
			if math.Abs(got-areas[i]) > 0.5*outline {
				t.Errorf("%s object %d: area %v, stated %v", filepath.Base(p.Path), i, got, areas[i])
			}
			if !tr.Crowd && far(box, tr.Box) > 4 {
				t.Errorf("%s object %d (%s): box %v, stated %v", filepath.Base(p.Path), i, tr.Label, box, tr.Box)
			}
		}
	}
	t.Logf("%d pictures, %d objects, %d crowds", len(pictures), objects, crowds)
}

func far(a, b nodes.Box) float32 {
	d := func(x, y float32) float32 { return max(x-y, y-x) }
	return max(d(a.X1, b.X1), d(a.Y1, b.Y1), d(a.X2, b.X2), d(a.Y2, b.Y2))
}

func statedAreas(t *testing.T, path string) (areas []float64) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Objects []struct{ Area float64 } }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, o := range file.Objects {
		areas = append(areas, o.Area)
	}
	return areas
}

// TestVideo compares with the boxes and areas that lie beside the masks.
func TestVideo(t *testing.T) {
	for _, name := range []string{"car-shadow", "composite-street"} {
		t.Run(name, func(t *testing.T) {
			dir := nodestest.Shared(t, "data/davis-like/"+name)
			pictures, err := truth.Video(dir)
			if err != nil {
				t.Fatal(err)
			}
			f, err := os.Open(filepath.Join(dir, "boxes.csv"))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			rows, err := csv.NewReader(f).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			got := map[[2]int][5]int{}
			for i, p := range pictures {
				for _, tr := range p.Truth {
					m := tr.Mask
					got[[2]int{i, tr.Track}] = [5]int{m.X, m.Y, m.W, m.H, m.Area()}
				}
			}
			for _, row := range rows[1:] {
				v := [7]int{}
				for i, cell := range row {
					v[i], _ = strconv.Atoi(cell)
				}
				if key, want := [2]int{v[0], v[1]}, [5]int(v[2:]); got[key] != want {
					t.Errorf("frame %d, id %d: %v, want %v", v[0], v[1], got[key], want)
				}
			}
			if len(got) != len(rows)-1 {
				t.Errorf("%d masks, want %d", len(got), len(rows)-1)
			}
		})
	}
}

func TestCrowd(t *testing.T) {
	dir := t.TempDir()
	text := `{"width": 3, "height": 2, "objects": [
		{"label": "person", "bbox": [1, 0, 1, 2], "iscrowd": 1, "segmentation": {"size": [2, 3], "counts": [2, 2, 2]}}]}`
	if err := os.WriteFile(filepath.Join(dir, "a.json"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := truth.Images(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []truth.Picture{{Path: filepath.Join(dir, "a.jpg"), Width: 3, Height: 2, Truth: []eval.Truth{{Crowd: true, Instance: nodes.Instance{
		Label: "person", Class: -1, Box: nodes.Box{X1: 1, X2: 2, Y2: 2}, Mask: &nodes.Mask{X: 1, W: 1, H: 2, Runs: []uint32{0, 2}},
	}}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestMistakes(t *testing.T) {
	empty := t.TempDir()
	_, err := truth.Images(empty)
	if want := empty + ": no *.json here"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := truth.Video(empty); !os.IsNotExist(err) {
		t.Errorf("got %v", err)
	}
}
