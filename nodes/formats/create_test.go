package formats_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes/formats"
)

// listed is everything below a folder.
func listed(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			name, _ := filepath.Rel(dir, path)
			all = append(all, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOneOutputPerStream(t *testing.T) {
	a, b := street(2), street(2)
	for i := range b {
		b[i].Stamp.Stream = "../b"
	}
	both := []formats.Record{a[0], b[0], a[1], b[1]}
	for format, want := range map[string][]string{
		"mot":        {"out-_b.x", "out-street.x"},
		"mots":       {"out-_b.x", "out-street.x"},
		"cvat-video": {"out-_b.x", "out-street.x"},
		"davis":      {"out.x-_b/000000.png", "out.x-_b/000001.png", "out.x-_b/masks.json", "out.x-street/000000.png", "out.x-street/000001.png", "out.x-street/masks.json"},
		"coco":       {"out.x"},
		"yolo":       {"out.x/data.yaml", "out.x/frames.csv", "out.x/labels/b/000000.txt", "out.x/labels/b/000001.txt", "out.x/labels/street/000000.txt", "out.x/labels/street/000001.txt"},
	} {
		t.Run(format, func(t *testing.T) {
			dir := t.TempDir()
			said := write(t, filepath.Join(dir, "out.x"), format, both)
			if diff := cmp.Diff(want, listed(t, dir)); diff != "" {
				t.Error(diff)
			}
			total := 0
			for _, w := range said.wrote {
				total += int(w[len(w)-1] - '0')
			}
			if total != 4 {
				t.Errorf("wrote %v", said.wrote)
			}
		})
	}
}

// TestEveryFormatEmptyTwiceAndAborted: an output without frames is whole, the same
// frames give the same bytes, and what is aborted leaves nothing.
func TestEveryFormatEmptyTwiceAndAborted(t *testing.T) {
	for _, f := range formats.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "empty"), f.Name, nil)
			if f.Reads {
				if got := read(t, filepath.Join(dir, "empty"), f.Name); len(got) > 0 {
					t.Errorf("%d frames in an empty output", len(got))
				}
			}
			write(t, filepath.Join(dir, "one", "out"), f.Name, street(4))
			write(t, filepath.Join(dir, "two", "out"), f.Name, street(4))
			write(t, filepath.Join(dir, "two", "out"), f.Name, street(4)) // replaces
			for _, name := range listed(t, filepath.Join(dir, "one")) {
				one, _ := os.ReadFile(filepath.Join(dir, "one", name))
				two, _ := os.ReadFile(filepath.Join(dir, "two", name))
				if string(one) != string(two) || len(one) == 0 {
					t.Errorf("%s differs", name)
				}
			}
			if diff := cmp.Diff(listed(t, filepath.Join(dir, "one")), listed(t, filepath.Join(dir, "two"))); diff != "" {
				t.Error(diff)
			}
			w, err := formats.Create(filepath.Join(dir, "aborted", "out"), f.Name, formats.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Write(street(1)[0]); err != nil {
				t.Fatal(err)
			}
			w.Abort()
			w.Abort()
			if left := listed(t, filepath.Join(dir, "aborted")); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

func TestFoldersOfOthersStay(t *testing.T) {
	dir := t.TempDir()
	save(t, dir, "pictures/mine.png", "x")
	_, err := formats.Create(filepath.Join(dir, "pictures"), "yolo", formats.Options{})
	want := filepath.Join(dir, "pictures") + ": the folder holds files that are not from an earlier run, such as mine.png: choose a new folder"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	out := filepath.Join(dir, "set")
	write(t, out, "yolo", street(3))
	save(t, out, "images/street/000000.jpg", "x")
	save(t, out, "labels/old.txt", "x")
	write(t, out, "yolo", street(1))
	if diff := cmp.Diff([]string{"data.yaml", "frames.csv", "images/street/000000.jpg", "labels/street/000000.txt"}, listed(t, out)); diff != "" {
		t.Error(diff)
	}
}
