package formats_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/formats"
)

func TestMistakes(t *testing.T) {
	dir := t.TempDir()
	save(t, dir, "x/y", "")
	unsized := street(1)
	unsized[0].Width = 0
	huge := street(1)
	huge[0].Width, huge[0].Height = 1_000_000, 1000
	other := street(2)
	other[1].Width = 97
	for _, tt := range []struct {
		name, path, format string
		records            []formats.Record
		want               string
	}{
		{"format", "a", "cocoo", nil, `unknown format "cocoo", have jsonl, csv, coco, coco-results, ytvis, mots, mot, davis, mots-png, yolo, labelstudio, cvat, cvat-video; did you mean coco?`},
		{"folder for a file", "x", "coco", nil, "DIR/x: a folder has this name: choose another one"},
		{"no size", "a", "davis", unsized, "DIR/a: street frame 0 at 0.000s: the size of its picture is not known: it is wanted in this format"},
		{"a picture too large", "a", "coco", huge, "DIR/a: street frame 0 at 0.000s: want a picture of at most 268435456 pixels, got 1000000x1000"},
		{"two sizes", "a", "ytvis", other, "DIR/a: street frame 1 at 0.040s: its picture has 97x64 pixels and the first one 96x64: a video has one size in this format"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, err := formats.Create(filepath.Join(dir, tt.path), tt.format, formats.Options{})
			for _, r := range tt.records {
				if err == nil {
					err = w.Write(r)
				}
			}
			if w != nil {
				w.Abort()
			}
			if want := strings.ReplaceAll(tt.want, "DIR", dir); err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
	if left := listed(t, dir); !slices.Equal(left, []string{"x/y"}) {
		t.Errorf("left: %v", left)
	}
}
