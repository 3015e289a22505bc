package masksink

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/formats"
)

// TestFrames: labels call every picture by the name under which it lies, and those that
// nobody looked at are in neither.
func TestFrames(t *testing.T) {
	for _, c := range []struct {
		name, frames string
		want         []string // as labels call them
		files        []string
	}{
		{
			"in the folder of labels", "yolo/images/{stream}/{frame}.jpg",
			[]string{"a/000000.jpg", "a/000002.jpg", "b/photo.jpg", "b/photo-2.jpg"},
			[]string{"yolo/images/a/000000.jpg", "yolo/images/a/000002.jpg", "yolo/images/b/photo.jpg", "yolo/images/b/photo-2.jpg"},
		},
		{
			"somewhere else", "p/{stream}-{frame}.PNG",
			[]string{"a-000000.PNG", "a-000002.PNG", "b-photo.PNG", "b-photo-2.PNG"},
			[]string{"p/a-000000.PNG", "p/a-000002.PNG", "p/b-photo.PNG", "p/b-photo-2.PNG"},
		},
		{
			"without placeholders", "p/x.jpeg",
			[]string{"x.jpeg", "x-000002.jpeg", "x-b.jpeg", "x-b-photo-2.jpeg"},
			[]string{"p/x.jpeg", "p/x-000002.jpeg", "p/x-b.jpeg", "p/x-b-photo-2.jpeg"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for range 2 { // the second run finds what the first one has left
				n := newTestNode(Config{YOLO: "yolo", COCO: "c.json", Frames: c.frames})
				feedLooked(t, n)
				finish(t, n)
			}
			labels := []string{"c.json", "yolo/data.yaml", "yolo/frames.csv"}
			for _, name := range c.want {
				labels = append(labels, "yolo/labels/"+strings.TrimSuffix(name, filepath.Ext(name))+".txt")
			}
			wantTree(t, ".", append(labels, c.files...)...)
			if got := cocoNames(t, "c.json"); !slices.Equal(got, c.want) {
				t.Errorf("COCO has %q, want %q", got, c.want)
			}
			for i, path := range c.files {
				wantPicture(t, path, noise(testWidth, testHeight, []int{0, 2, 0, 1}[i]))
			}
		})
	}
}

// feedLooked gives a node a video with a frame that nobody looked at, and pictures
// whose names clash.
func feedLooked(t *testing.T, n *node) {
	t.Helper()
	for _, p := range []struct {
		stream, file string
		seq          int
	}{{"a", "", 0}, {"a", "", 1}, {"a", "", 2}, {"b", "photo.jpg", 0}, {"b", "photo.png", 1}} {
		found := two(p.seq)
		if p.stream == "a" && p.seq == 1 {
			found = &nodes.Instances{Skipped: true}
		}
		in := packet(p.stream, p.seq, noise(testWidth, testHeight, p.seq), found)
		in.Stamp.File = p.file
		if err := process(t, n, in); err != nil {
			t.Fatal(err)
		}
	}
}

func cocoNames(t *testing.T, path string) (names []string) {
	t.Helper()
	var coco struct {
		Images []struct {
			FileName string `json:"file_name"`
		}
	}
	if err := json.Unmarshal(read(t, path), &coco); err != nil {
		t.Fatal(err)
	}
	for _, image := range coco.Images {
		names = append(names, image.FileName)
	}
	return names
}

// wantPicture compares sizes and, of PNGs, every pixel.
func wantPicture(t *testing.T, path string, want *nodes.Frame) {
	t.Helper()
	defer want.Release()
	m := gocv.IMRead(path, gocv.IMReadColor)
	defer m.Close()
	if m.Cols() != want.Width || m.Rows() != want.Height {
		t.Fatalf("%s has %dx%d pixels", path, m.Cols(), m.Rows())
	}
	if extension(path) == ".png" && !bytes.Equal(m.ToBytes(), want.Pix) {
		t.Errorf("%s is another picture", path)
	}
}

// TestDatasetForYOLO: the folder is complete: its labels can be read with the sizes of
// its pictures alone. Pictures may be there before the labels.
func TestDatasetForYOLO(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("yolo/images/mine", 0o755); err != nil {
		t.Fatal(err)
	}
	n := newTestNode(Config{YOLO: "yolo", Frames: "yolo/images/{stream}/{frame}.jpg"})
	feedLooked(t, n)
	finish(t, n)
	if err := os.Remove("yolo/frames.csv"); err != nil {
		t.Fatal(err)
	}
	wantFrames(t, "yolo", "yolo", 4)
	records, err := formats.Read("yolo", "")
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range records {
		if err != nil || r.Width != testWidth || r.Height != testHeight || len(r.Items) != 2 {
			t.Errorf("%s: %v, %dx%d, %d things", r.Stamp, err, r.Width, r.Height, len(r.Items))
		}
	}
	if _, err := os.Stat("yolo/images/mine"); err != nil {
		t.Error(err)
	}
}
