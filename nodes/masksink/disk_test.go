package masksink

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/formats"
)

// TestDiskFillsUpWithDocuments: every format says that the disk is full while there is
// still room to end its file, and the file has all frames until then.
func TestDiskFillsUpWithDocuments(t *testing.T) {
	for _, set := range (Config{}).settings() {
		if set.format == "" && set.name != "exact" && set.name != "cutouts" {
			continue
		}
		t.Run(set.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=9m"); err != nil {
				t.Skipf("cannot mount a small disk, which root can: %v", err)
			}
			t.Cleanup(func() {
				if err := syscall.Unmount(dir, 0); err != nil {
					t.Error(err)
				}
			})
			n := newTestNode(Config{})
			n.sinks = sinksOf(configOf(t, set.name, filepath.Join(dir, "o.mkv")), nil, false, n.warn)
			frames := 0
			var err error
			for ; err == nil && frames < 4000; frames++ {
				err = process(t, n, packet("s", frames, gradient(160, 120, frames), crowd(160, 120, frames)))
			}
			if err == nil || !strings.Contains(err.Error(), "the disk is full (") {
				t.Fatalf("after %d frames: %v", frames, err)
			}
			if err := n.Close(); err != nil {
				t.Fatalf("what was written could not be saved: %v", err)
			}
			left, _ := filepath.Glob(filepath.Join(dir, "*"))
			if hidden, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) != 1 || len(hidden) > 0 {
				t.Fatalf("left: %v %v", left, hidden)
			}
			if info, err := formats.Lookup(set.format); err == nil && info.Reads {
				wantFrames(t, left[0], set.format, frames-1)
			}
		})
	}
}

// configOf is a Config with one setting.
func configOf(t *testing.T, name, path string) (c Config) {
	t.Helper()
	places := map[string]*string{
		"exact": &c.Exact, "coco": &c.COCO, "masks": &c.Masks, "jsonl": &c.JSONL, "coco_results": &c.COCOResults, "ytvis": &c.YTVIS,
		"mots": &c.MOTS, "mots_png": &c.MOTSPNG, "mot": &c.MOT, "yolo": &c.YOLO, "labelstudio": &c.LabelStudio,
		"cvat": &c.CVAT, "cvat_video": &c.CVATVideo, "csv": &c.CSV, "cutouts": &c.Cutouts.Folder,
	}
	if places[name] == nil {
		t.Fatalf("the test does not know %s", name)
	}
	*places[name], c.Cutouts.Every = path, 1
	return c
}

func wantFrames(t *testing.T, path, format string, want int) {
	t.Helper()
	records, err := formats.Read(path, format)
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for r, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		if got++; len(r.Items) == 0 {
			t.Errorf("nothing on frame %d", got)
		}
	}
	if got != want {
		t.Errorf("%d frames, want %d", got, want)
	}
}
