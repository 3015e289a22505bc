package masksink

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		name, with string
		want       []string
	}{
		{"one output is enough", "coco: a.json", nil},
		{"all outputs", "{overlay: 'o/{stream}.mp4', coco: o/a.json, masks: o/m, jsonl: '-', fps: 10}", nil},
		{"pictures", "overlay: 'o/{stream}/{frame}.PNG'", nil},
		{"none", "{}", []string{"g:1:1: with.overlay: nothing to write: set at least one of overlay, exact, coco, masks, jsonl, coco_results, ytvis, mots, mots_png, mot, yolo, labelstudio, cvat, cvat_video, csv, frames, cutouts"}},
		{"numbers", "{coco: a, fps: 0.5, draw: {alpha: 1.5}}", []string{
			"g:1:16: with.fps: must be 0 or in [1, 240], got 0.5", "g:1:35: with.draw.alpha: must be in [0, 1], got 1.5",
		}},
		{"unknown kind of video", "overlay: a.xyz", []string{`g:1:10: with.overlay: must end in .mp4, .mkv, .avi, .webm, .png or .jpg, got ".xyz"`}},
		{"unknown kind of box", "{overlay: a.mp4, draw: {boxes: most}}", []string{`g:1:32: with.draw.boxes: want one of auto, all, none, got "most"`}},
		{"placeholders", "{overlay: 'a{frame}.mp4', coco: 'a{strem}.json'}", []string{
			"g:1:11: with.overlay: {frame} cannot stand here: want {stream} or, for pictures (overlay, frames: NAME.png), {frame}",
			"g:1:33: with.coco: {strem} cannot stand here: want {stream} or, for pictures (overlay, frames: NAME.png), {frame}",
		}},
		{"pictures in YOLO's folder", "{yolo: y, frames: 'y/images/{stream}/{frame}.jpg'}", nil},
		{"pictures among YOLO's labels", "{yolo: y, frames: 'y/labels/{frame}.jpg'}", []string{"g:1:8: with.yolo: wants a folder of its own, but frames lies in it: y/labels/{frame}.jpg"}},
		{"pictures of no kind", "frames: a.gif", []string{`g:1:9: with.frames: must end in .jpg or .png, got ".gif"`}},
		{"one file twice", "{coco: a.json, jsonl: ./a.json}", []string{"g:1:23: with.jsonl: coco writes to ./a.json already"}},
		{"a file in the folder of masks", "{coco: out/a.json, masks: out/}", []string{"g:1:27: with.masks: wants a folder of its own, but coco lies in it: out/a.json"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			nodestest.WantProblems(t, Factory, c.with, c.want)
		})
	}
}

func TestWholeRun(t *testing.T) {
	dir := t.TempDir()
	n := newTestNode(Config{
		Overlay: filepath.Join(dir, "new/o.mp4"), COCO: filepath.Join(dir, "c.json"),
		Masks: filepath.Join(dir, "m"), JSONL: filepath.Join(dir, "l.jsonl"),
	})
	feed(t, n, "street", 3)
	if got := tree(t, dir); !slices.Equal(got, slices.DeleteFunc(slices.Clone(got), func(f string) bool { return !strings.Contains(f, ".part") })) {
		t.Errorf("a file has its final name already: %q", got)
	}
	finish(t, n)
	wantTree(t, dir, "new/o.mp4", "c.json", "l.jsonl", "m/masks.json", "m/000000.png", "m/000001.png", "m/000002.png")
	report := n.Report()
	if want := []string{n.sinks[0].final, n.sinks[1].final, n.sinks[2].final, n.sinks[3].final}; !slices.Equal(report.Files, want) {
		t.Errorf("files: got %q, want %q", report.Files, want)
	}
	if c := report.Counters; c["frames"] != 3 || c["instances"] != 6 || c["masks"] != 3 || len(report.Warnings) != 0 {
		t.Errorf("got %+v", report)
	}
}

func TestBrokenOffRunLeavesIncompleteFiles(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "c.json")
	if err := os.WriteFile(old, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	n := newTestNode(Config{Overlay: filepath.Join(dir, "o.avi"), COCO: old, Masks: filepath.Join(dir, "m.d"), JSONL: filepath.Join(dir, "l")})
	feed(t, n, "street", 1)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, dir, "c.json", "o.incomplete.avi", "c.incomplete.json", "l.incomplete", "m.d.incomplete/000000.png", "m.d.incomplete/masks.json")
	if string(read(t, old)) != "old" {
		t.Error("an old file was replaced by a broken-off run")
	}
	if c := parseCOCO(t, filepath.Join(dir, "c.incomplete.json")); c.Info.Complete || len(c.Images) != 1 {
		t.Errorf("got %+v", c)
	}
	if got, want := n.Report().Warnings[0], filepath.Join(dir, "o.incomplete.avi")+": the run was broken off, this is what it wrote until then (1 frames)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if files := n.Report().Files; len(files) != 0 {
		t.Errorf("files %q are called complete", files)
	}
}

func TestNoFrameLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	n := newTestNode(Config{Overlay: filepath.Join(dir, "new/o.mp4"), COCO: filepath.Join(dir, "c.json"), Masks: filepath.Join(dir, "m")})
	finish(t, n)
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("got %v, %v", entries, err)
	}
}

func TestStreams(t *testing.T) {
	for _, c := range []struct {
		name string
		cfg  Config
		want []string
	}{
		{
			"a file for each by name",
			Config{Overlay: "{stream}/o.avi", COCO: "{stream}.json", JSONL: "{stream}.jsonl"},
			[]string{"a/o.avi", "b_c/o.avi", "a-2/o.avi", "a.json", "b_c.json", "a-2.json", "a.jsonl", "b_c.jsonl", "a-2.jsonl"},
		},
		{
			"names are appended where one file cannot hold several",
			Config{Overlay: "o.avi", COCO: "c.json", JSONL: "l.jsonl", Masks: "m"},
			[]string{
				"o.avi", "o-b_c.avi", "o-a-2.avi", "c.json", "l.jsonl", "m/000000.png", "m/000001.png", "m/masks.json",
				"m-b_c/000000.png", "m-b_c/000001.png", "m-b_c/masks.json", "m-a-2/000000.png", "m-a-2/000001.png", "m-a-2/masks.json",
			},
		},
		{"pictures", Config{Overlay: "o.png"}, []string{"o.png", "o-000001.png", "o-b_c.png", "o-b_c-000001.png", "o-a-2.png", "o-a-2-000001.png"}},
		{
			"pictures by name",
			Config{Overlay: "{stream}/{frame}.jpg"},
			[]string{"a/000000.jpg", "a/000001.jpg", "b_c/000000.jpg", "b_c/000001.jpg", "a-2/000000.jpg", "a-2/000001.jpg"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			n := newTestNode(c.cfg)
			feed(t, n, "a", 2)
			feed(t, n, "b/c", 2)
			feed(t, n, "a", 2) // one process, one name twice: nothing is written over
			finish(t, n)
			wantTree(t, ".", c.want...)
		})
	}
}
