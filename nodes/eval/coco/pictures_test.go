package coco

import (
	"fmt"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval"
)

// streetTruth is two images with a car on each.
const streetTruth = `{"images": [
  {"id": 7, "width": 4, "height": 3, "file_name": "street/00012.jpg"},
  {"id": 3, "width": 4, "height": 3, "file_name": "street/00002.jpg"}],
 "categories": [{"id": 3, "name": "car"}, {"id": 9, "name": "dog"}],
 "annotations": [
  {"image_id": 7, "category_id": 3, "bbox": [1, 1, 2, 2], "segmentation": {"size": [3, 4], "counts": "42102"}},
  {"image_id": 3, "category_id": 3, "bbox": [1, 1, 2, 2], "segmentation": [[1, 1, 3, 1, 3, 3, 1, 3]]}]}`

// sinkFile is a COCO file as MaskSink writes it, of images called so, with a car on
// the first.
func sinkFile(names ...string) string {
	var images []string
	for i, name := range names {
		images = append(images, fmt.Sprintf(`{"id": %d, "width": 4, "height": 3, "file_name": %q}`, i+1, name))
	}
	return `{"annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 2, 2], "score": 0.9, "segmentation": {"size": [3, 4], "counts": "42102"}}],
 "images": [` + strings.Join(images, ",") + `], "categories": [{"id": 1, "name": "car"}]}`
}

func TestPictures(t *testing.T) {
	truth := write(t, "truth.json", streetTruth)
	result := func(image string) string {
		return `[{"image_id": ` + image + `, "category_id": 3, "bbox": [1, 1, 2, 2], "score": 0.9, "segmentation": {"size": [3, 4], "counts": "42102"}}]`
	}
	tests := []struct {
		name, result string
		found        [2]int // on images 3 and 7
		strangers    int
	}{
		{"nothing", "[]", [2]int{}, 0},
		{"a list has the truth's ids", result("7"), [2]int{0, 1}, 0},
		{"whole name", sinkFile("street/00012.jpg", "street/00002.jpg"), [2]int{0, 1}, 0},
		{"other extension and zeros", sinkFile("street/000002.png", "street/000012.png"), [2]int{1, 0}, 0},
		{"no folder", sinkFile("2.png"), [2]int{1, 0}, 0},
		{"other folder", sinkFile("frames/0012.png"), [2]int{0, 1}, 0},
		{"some are strangers", strings.Replace(result("7"), "[", `[{"image_id": 99, "category_id": 3, "bbox": [1, 1, 2, 2], "score": 1},`, 1), [2]int{0, 1}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pictures, strangers, err := Pictures(truth, write(t, "result.json", tt.result), true)
			if err != nil || len(pictures) != 2 || strangers != tt.strangers {
				t.Fatal(pictures, strangers, err)
			}
			if got := [2]int{len(pictures[0].Found), len(pictures[1].Found)}; got != tt.found {
				t.Errorf("found %v, want %v", got, tt.found)
			}
			want := 0.0
			if tt.found != [2]int{} {
				want = 51. / 101
			}
			masks, boxes := eval.MaskPrecision(pictures), eval.BoxPrecision(pictures)
			if masks.AP50 != want || boxes.AP50 != want {
				t.Errorf("AP50 of masks %v, of boxes %v, want %v", masks.AP50, boxes.AP50, want)
			}
		})
	}
}

// TestBoxOfMask: a result without a box has that of its mask, as in pycocotools.
func TestBoxOfMask(t *testing.T) {
	result := `[{"image_id": 7, "category_id": 3, "score": 1, "segmentation": {"size": [3, 4], "counts": [4, 2, 1, 2, 3]}}]`
	pictures, _, err := Pictures(write(t, "truth.json", streetTruth), write(t, "result.json", result), false)
	if err != nil || pictures[1].Found[0].Box != [4]float64{1, 1, 2, 2} {
		t.Errorf("got %+v, %v", pictures, err)
	}
}

func TestMistakes(t *testing.T) {
	one := func(fields string) string { return `[{"image_id": 7, "category_id": 3, ` + fields + `}]` }
	tests := []struct{ name, truth, result, want string }{
		{"truth is a list", "[]", "[]", "truth.json: want COCO annotations: no images are listed"},
		{"no JSON", "{\n\n", "[]", "truth.json:3: unexpected end of JSON input"},
		{"wrong type", `{"images":` + "\n[1]}", "[]", "truth.json:2: json: cannot unmarshal number into Go struct field file.images of type coco.imageEntry"},
		{"unknown image", `{"images": [{"id": 1}], "annotations": [{"image_id": 4}]}`, "[]", "truth.json: annotation 1: image_id: no image 4 is listed"},
		{"no score", streetTruth, one(`"bbox": [1, 1, 2, 2]`), "result.json: annotation 1: score is missing: this is no result"},
		{"no box, no mask", streetTruth, one(`"score": 1`), "result.json: annotation 1: bbox: want x, y, width, height, got 0 numbers"},
		{"half a box", streetTruth, one(`"score": 1, "bbox": [1, 1]`), "result.json: annotation 1: bbox: want x, y, width, height, got 2 numbers"},
		{"no mask", streetTruth, one(`"score": 1, "bbox": [1, 1, 2, 2]`), "result.json: annotation 1: segmentation is missing: has the graph a SAMPrompter?"},
		{"size", streetTruth, one(`"score": 1, "segmentation": {"size": [4, 3], "counts": "42102"}`), "result.json: annotation 1: segmentation: want size [3, 4] like the image, got [4, 3]"},
		{"runs", streetTruth, one(`"score": 1, "segmentation": {"size": [3, 4], "counts": [4]}`), "result.json: annotation 1: mask covers 4 of its 4x3 pixels"},
		{"few corners", streetTruth, one(`"score": 1, "segmentation": [[1, 2, 3, 4]]`), "result.json: annotation 1: polygon: want x, y, x, y … of at least 3 corners, got 4 numbers"},
		{"far away", streetTruth, one(`"score": 1, "segmentation": [[1, 2, 3, 4, 5, 1e12]]`), "result.json: annotation 1: polygon: a corner is far away from any picture"},
		{"other images", streetTruth, sinkFile("7.png"), "result.json: none of its images is one of the truth, by file_name or id"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			truth, result := write(t, "truth.json", tt.truth), write(t, "result.json", tt.result)
			_, _, err := Pictures(truth, result, true)
			if err == nil {
				t.Fatal("no error")
			}
			got := err.Error()
			for _, path := range []string{truth, result} {
				got = strings.ReplaceAll(got, strings.TrimSuffix(strings.TrimSuffix(path, "truth.json"), "result.json"), "")
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// FuzzMask: no panic, no endless loop, and a mask stays on its picture.
func FuzzMask(f *testing.F) {
	f.Add(4, 3, `{"size": [3, 4], "counts": "42102"}`)
	f.Add(4, 3, `{"size": [3, 4], "counts": [4, 2, 1, 2, 3]}`)
	f.Add(9, 9, `[[1, 1, 3.5, 1, 3, 3, -1, 3], [5, 5, 8, 5, 8, 8.25]]`)
	f.Add(1, 1, `[[-1e6, -1e6, 1e6, 1e6, 0, 0]]`)
	f.Add(0, 0, `null`)
	f.Fuzz(func(t *testing.T, width, height int, text string) {
		if width > 1<<10 || height > 1<<10 {
			return
		}
		m, err := mask([]byte(text), width, height)
		if err == nil && m != nil && width > 0 && height > 0 && (m.X < 0 || m.Y < 0 || m.X+m.W > width || m.Y+m.H > height) {
			t.Fatalf("%+v", m)
		}
	})
}
