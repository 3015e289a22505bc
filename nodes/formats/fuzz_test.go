package formats_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/formats"
)

// enough frames of a broken file: a number of ten million is a long video.
const enough = 2000

// drain reads what can be read, and wants all of it to be sound.
func drain(t *testing.T, path, format string) {
	records, err := formats.Read(path, format)
	if err != nil {
		return
	}
	n := 0
	for r, err := range records {
		if n++; err != nil || n > enough {
			return
		}
		if r.Width < 0 || r.Height < 0 || r.Name == "" {
			t.Fatalf("frame %+v", r)
		}
		for _, it := range r.Items {
			if it.Track < 0 {
				t.Fatalf("track %d", it.Track)
			}
			if m := it.Mask; m != nil && !m.Empty() && (m.X < 0 || m.Y < 0 || m.X+m.W > r.Width || m.Y+m.H > r.Height) && r.Width > 0 {
				t.Fatalf("mask %d,%d %dx%d on %dx%d", m.X, m.Y, m.W, m.H, r.Width, r.Height)
			}
		}
	}
}

// FuzzFiles: whatever is in a file, every reader gives frames or an error.
func FuzzFiles(f *testing.F) {
	for _, format := range []string{"jsonl", "coco", "ytvis", "mots", "mot", "csv", "coco-results", "cvat"} {
		path := filepath.Join(f.TempDir(), "a")
		write(f, path, format, street(2))
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"images":[{"id":1,"width":70000,"height":70000}],"annotations":[{"image_id":1,"segmentation":[[0,0,9,0,9,9]],"bbox":[0,0,1,1]}]}`))
	f.Add([]byte(`{"videos":[{"id":1,"length":9999999999}],"annotations":[]}`))
	f.Add([]byte("10000000 1 1 2 3 024\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := save(t, t.TempDir(), "a", string(text))
		drain(t, path, "")
		for _, format := range []string{"jsonl", "coco", "ytvis", "mots", "mot"} {
			drain(t, path, format)
		}
	})
}

// FuzzPictures: a broken PNG, read as pixels and for its size.
func FuzzPictures(f *testing.F) {
	f.Add([]byte(picture(1001, 2)), "names: [a]", "0 0 0 1 1 0 1\n")
	f.Add([]byte("\x89PNG\r\n\x1a\n"), "names: {0: a}", "1 .5 .5 1 1")
	f.Fuzz(func(t *testing.T, png []byte, data, labels string) {
		dir := t.TempDir()
		save(t, dir, "davis/0.png", string(png))
		save(t, dir, "davis/masks.json", data)
		save(t, dir, "mots/instances/0.png", string(png))
		save(t, dir, "mots/instances/labels.txt", data)
		save(t, dir, "yolo/data.yaml", data)
		save(t, dir, "yolo/images/0.png", string(png))
		save(t, dir, "yolo/labels/0.txt", labels)
		save(t, dir, "listed/labels/0.txt", labels)
		save(t, dir, "listed/frames.csv", "picture,stream,frame,pts,width,height\n0.png,a,0,0,50,40\n"+data)
		for folder, format := range map[string]string{"davis": "davis", "mots": "mots-png", "yolo": "yolo", "listed": "yolo"} {
			drain(t, filepath.Join(dir, folder), format)
		}
	})
}
