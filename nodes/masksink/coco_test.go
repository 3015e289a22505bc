package masksink

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

type cocoFile struct {
	Images      []cocoImage
	Annotations []struct {
		ID           int        `json:"id"`
		ImageID      int        `json:"image_id"`
		CategoryID   int        `json:"category_id"`
		Box          [4]float32 `json:"bbox"`
		Area, Score  float32
		TrackID      int `json:"track_id"`
		Segmentation *struct {
			Size   [2]int
			Counts string
		}
		Attributes *struct {
			TrackID int `json:"track_id"`
		}
	}
	Categories []cocoCategory
	Info       struct{ Complete bool }
}

type cocoImage struct {
	ID, Width, Height int
	FileName          string `json:"file_name"`
	Stream            string
	Frame             uint64
	Seconds           float64
}

type cocoCategory struct {
	ID   int
	Name string
}

func parseCOCO(t *testing.T, path string) (c cocoFile) {
	t.Helper()
	if err := json.Unmarshal(read(t, path), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCOCO(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.json")
	n := newTestNode(Config{COCO: path})
	feed(t, n, "a", 2)
	skipped := &nodes.Instances{Width: testWidth, Height: testHeight, Skipped: true}
	if err := process(t, n, packet("a", 2, noise(testWidth, testHeight, 0), skipped)); err != nil {
		t.Fatal(err)
	}
	feed(t, n, "b", 1)
	finish(t, n)
	c := parseCOCO(t, path)
	if len(c.Images) != 3 || len(c.Annotations) != 6 || !c.Info.Complete {
		t.Fatalf("%d images, %d annotations, %+v", len(c.Images), len(c.Annotations), c.Info)
	}
	if want := (cocoImage{2, testWidth, testHeight, "a/000001.png", "a", 1, 0.04}); c.Images[1] != want {
		t.Errorf("got %+v, want %+v", c.Images[1], want)
	}
	if len(c.Categories) != 2 || c.Categories[0] != (cocoCategory{1, "person"}) || c.Categories[1] != (cocoCategory{2, "dog"}) {
		t.Errorf("categories %v", c.Categories)
	}
	mask, box := c.Annotations[2], c.Annotations[3]
	if mask.ID != 3 || mask.ImageID != 2 || mask.CategoryID != 1 || mask.Box != [4]float32{6, 10, 20, 15} || mask.Score != 0.75 || mask.TrackID != 3 || mask.Attributes.TrackID != 3 {
		t.Errorf("mask: got %+v", mask)
	}
	decoded, err := nodes.MaskFromCOCOCounts(testWidth, testHeight, mask.Segmentation.Counts)
	if err != nil || decoded.IoU(two(1).Items[0].Mask) != 1 || float32(decoded.Area()) != mask.Area || mask.Segmentation.Size != [2]int{testHeight, testWidth} {
		t.Errorf("mask: got %+v, %v", decoded, err)
	}
	if box.Segmentation != nil || box.Attributes != nil || box.Box != [4]float32{0, 4, 12, 44} || box.Area != 12*44 {
		t.Errorf("a box is cut to the picture: got %+v", box)
	}
}

func TestCOCOOfAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		items := rapid.SliceOfN(rapid.Custom(anyInstance), 0, 5).Draw(rt, "items")
		path := filepath.Join(t.TempDir(), "c.json")
		n := newTestNode(Config{COCO: path})
		found := &nodes.Instances{Width: testWidth, Height: testHeight, Items: items}
		if err := process(t, n, packet("<a>&\"\n", 0, noise(testWidth, testHeight, 0), found)); err != nil {
			rt.Fatal(err)
		}
		finish(t, n)
		c := parseCOCO(t, path)
		if len(c.Annotations) != len(items) || c.Images[0].Stream != "<a>&\"\n" {
			rt.Fatalf("got %+v", c)
		}
		for i, a := range c.Annotations {
			if c.Categories[a.CategoryID-1].Name != items[i].Label && items[i].Label != "" {
				rt.Fatalf("category %d for %q", a.CategoryID, items[i].Label)
			}
			if items[i].Mask == nil {
				continue
			}
			got, err := nodes.MaskFromCOCOCounts(testWidth, testHeight, a.Segmentation.Counts)
			want := items[i].Mask.Clip(0, 0, testWidth, testHeight)
			if err != nil || got.Area() != want.Area() || got.Intersection(want) != want.Area() || a.Area != float32(want.Area()) {
				rt.Fatalf("instance %d: %+v, %v", i, a, err)
			}
		}
	})
}

func anyInstance(t *rapid.T) nodes.Instance {
	it := nodes.Instance{
		Box:   nodes.Box{X1: rapid.Float32Range(-99, 99).Draw(t, "x"), X2: rapid.Float32Range(-99, 99).Draw(t, "x2"), Y2: 9},
		Score: rapid.Float32Range(0, 1).Draw(t, "score"),
		Label: rapid.SampledFrom([]string{"", "a", "b", "\"ü\n"}).Draw(t, "label"),
		Track: rapid.IntRange(0, 70000).Draw(t, "track"),
	}
	if rapid.Bool().Draw(t, "mask") {
		w, h := rapid.IntRange(0, 20).Draw(t, "w"), rapid.IntRange(0, 20).Draw(t, "h")
		bits := rapid.SliceOfN(rapid.Byte(), w*h, w*h).Draw(t, "bits")
		for i := range bits {
			bits[i] &= 1
		}
		it.Mask = nodes.MaskFromBitmap(rapid.IntRange(-10, testWidth).Draw(t, "at x"), rapid.IntRange(-10, testHeight).Draw(t, "at y"), w, h, bits)
	}
	return it
}
