package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Two frames with two tracks.
const walkMOT = "1,1,2,3,10,12,0.5,-1,-1,-1\n1,2,30,3,8,8,0.75,-1,-1,-1\n2,1,4,3,10,12,0.5,-1,-1,-1\n"

const walkCOCO = `{"images": [
	{"id": 1, "file_name": "walk/1.jpg", "width": 40, "height": 30}, {"id": 2, "file_name": "walk/2.jpg", "width": 40, "height": 30}],
	"annotations": [
	{"id": 1, "image_id": 1, "category_id": 1, "bbox": [2, 3, 4, 5], "segmentation": [[2, 3, 6, 3, 6, 8, 2, 8]], "track_id": 1},
	{"id": 2, "image_id": 1, "category_id": 2, "bbox": [20, 3, 4, 5], "segmentation": [[20, 3, 24, 3, 24, 8, 20, 8]], "track_id": 2},
	{"id": 3, "image_id": 2, "category_id": 1, "bbox": [3, 3, 4, 5], "segmentation": [[3, 3, 7, 3, 7, 8, 3, 8]], "track_id": 1}],
	"categories": [{"id": 1, "name": "person"}, {"id": 2, "name": "dog"}]}`

func TestConvert(t *testing.T) {
	for _, tc := range []struct {
		name string
		via  []string // formats, one after the other, from COCO with polygons
	}{
		{"polygons and back", []string{"yolo"}},
		{"one after the other", []string{"jsonl", "ytvis", "mots", "davis", "mots-png"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			last := writeFile(t, dir, "walk.json", walkCOCO)
			for i, to := range append(tc.via, "coco") {
				next := filepath.Join(dir, fmt.Sprint(i))
				stdout, stderr, code := run(t, "convert", last, next, "--to", to)
				if code != 0 || !strings.Contains(stdout, "wrote "+next+" (2 frames)\nread 2 frames, 3 instances (3 with masks), ") {
					t.Fatalf("%s: code %d, %s%s", to, code, stdout, stderr)
				}
				last = next
			}
			var got struct {
				Annotations []struct{ Area float64 }
			}
			text, err := os.ReadFile(last)
			if err == nil {
				err = json.Unmarshal(text, &got)
			}
			if err != nil || len(got.Annotations) != 3 {
				t.Fatalf("%v: %s", err, text)
			}
			for _, a := range got.Annotations {
				if a.Area != 20 {
					t.Errorf("a mask of %v pixels, want 20", a.Area)
				}
			}
		})
	}
}

func TestConvertSays(t *testing.T) {
	dir := t.TempDir()
	mot := writeFile(t, dir, "walk.txt", walkMOT)
	coco := writeFile(t, dir, "walk.json", walkCOCO)
	half := writeFile(t, dir, "half.json", walkCOCO[:len(walkCOCO)/2])
	twice := writeFile(t, dir, "twice.json", strings.Replace(walkCOCO, `"id": 2, "file_name"`, `"id": 1, "file_name"`, 1))
	list := "jsonl, csv, coco, coco-results, ytvis, mots, mot, davis, mots-png, yolo, labelstudio, cvat, cvat-video"
	for _, tc := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"boxes", []string{mot, "TO", "--to", "csv"}, 0, "wrote TO (2 frames)\nread 2 frames, 3 instances (0 with masks), 2 tracks\nnot kept by csv: " + "masks (area and centroid stay), frames with nothing on them" + "\n"},
		{"polygons", []string{coco, "TO", "--to", "cvat-video"}, 0, "wrote TO (2 frames)\nread 2 frames, 3 instances (3 with masks), 2 tracks\nnot kept by cvat-video: scores, a track's change of class, boxes of what has a mask\n"},
		{"no format", []string{coco, "TO"}, 2, "maskgraph convert: --to is required; see --help\n"},
		{"unknown format", []string{coco, "TO", "--to", "cocoo"}, 2, "maskgraph convert: --to: unknown format \"cocoo\", have " + list + "; did you mean coco?\n"},
		{"unknown format to read", []string{coco, "TO", "--to", "csv", "--from", "xml"}, 2, "maskgraph convert: --from: unknown format \"xml\", have " + list + "\n"},
		{"one path", []string{coco, "--to", "csv"}, 2, "maskgraph convert: accepts 2 arg(s), received 1; usage: maskgraph convert IN OUT --to FORMAT [flags]\n"},
		{"no such file", []string{"none.json", "TO", "--to", "csv"}, 1, "stat none.json: no such file or directory\n"},
		{"a format that is not read", []string{coco, "TO", "--to", "csv", "--from", "labelstudio"}, 1, coco + ": labelstudio can be written but not read\n"},
		{"half a file", []string{half, "TO", "--to", "csv"}, 1, half + ": byte 288: unexpected EOF\n"},
		{"an image twice", []string{twice, "TO", "--to", "csv"}, 1, twice + ": images 2: id: image 1 is listed twice\n"},
		{"a size that is missing", []string{mot, "TO", "--to", "davis"}, 1, "TO: walk frame 0 at 0.000s: the size of its picture is not known: it is wanted in this format\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			empty := t.TempDir()
			out := filepath.Join(empty, "out")
			args := []string{"convert"}
			for _, a := range tc.args {
				args = append(args, strings.ReplaceAll(a, "TO", out))
			}
			stdout, stderr, code := run(t, args...)
			if want := strings.ReplaceAll(tc.want, "TO", out); code != tc.code || stdout+stderr != want {
				t.Errorf("code %d, got\n%swant %d\n%s", code, stdout+stderr, tc.code, want)
			}
			if left, _ := os.ReadDir(empty); code != 0 && len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}
