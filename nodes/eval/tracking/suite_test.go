package tracking_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval/tracking"
)

// files writes empty files below a folder.
func files(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		text(t, filepath.Join(dir, name), "")
	}
	return dir
}

func text(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSequences(t *testing.T) {
	dir := files(
		t, "ours/b/gt.txt.gz", "ours/a/gt.txt", "ours/a/det.txt", "ours/notes/x", "challenge/x-02/gt/gt.txt",
		"kitti/0002.txt", "kitti/0008.txt.gz", "kitti/0008.png", "r/a.txt", "r/b.txt.gz", "r/x-02.txt", "k/0002.txt", "none/x",
	)
	tests := []struct {
		name, truth, result string
		want                []string // name truth result
		missing             []string
		err                 string
	}{
		{"folders", "ours", "r", []string{"a ours/a/gt.txt r/a.txt", "b ours/b/gt.txt.gz r/b.txt.gz"}, nil, ""},
		{"one folder", "ours/b", "r", []string{"b ours/b/gt.txt.gz r/b.txt.gz"}, nil, ""},
		{"one folder, one file", "ours/b", "r/a.txt", []string{"b ours/b/gt.txt.gz r/a.txt"}, nil, ""},
		{"files", "kitti/0002.txt", "r/a.txt", []string{"0002 kitti/0002.txt r/a.txt"}, nil, ""},
		{"MOTChallenge", "challenge", "r", []string{"x-02 challenge/x-02/gt/gt.txt r/x-02.txt"}, nil, ""},
		{"files, one without a result", "kitti", "k", []string{"0002 kitti/0002.txt k/0002.txt"}, []string{"0008"}, ""},
		{"no truth", "none", "r", nil, nil, "none: no truth here: want gt.txt, SEQUENCE/gt.txt, SEQUENCE/gt/gt.txt or SEQUENCE.txt"},
		{"no result", "ours", "none", nil, nil, "none: no results here: want a.txt, b.txt"},
		{"one file for two", "ours", "r/a.txt", nil, nil, "r/a.txt: the truth has 2 sequences: want a folder with a.txt and so on"},
		{"gone", "gone", "r", nil, nil, "stat gone: no such file or directory"},
		{"result gone", "ours", "gone", nil, nil, "stat gone: no such file or directory"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, missing, err := tracking.Sequences(filepath.Join(dir, tt.truth), filepath.Join(dir, tt.result))
			if err != nil {
				if got := strings.ReplaceAll(err.Error(), dir+"/", ""); got != tt.err {
					t.Fatalf("got %s, want %s", got, tt.err)
				}
				return
			}
			var got []string
			for _, s := range found {
				got = append(got, strings.ReplaceAll(s.Name+" "+s.Truth+" "+s.Result, dir+"/", ""))
			}
			if tt.err != "" || !slices.Equal(got, tt.want) || !slices.Equal(missing, tt.missing) {
				t.Errorf("got %q, missing %q", got, missing)
			}
		})
	}
}

func TestCompareMistakes(t *testing.T) {
	dir := t.TempDir()
	boxes := text(t, filepath.Join(dir, "boxes.txt"), "1,2,0,0,5,5,1\n1,2,50,0,5,5,1\n")
	masks := text(t, filepath.Join(dir, "masks.txt"), "1 1001 1 3 4 42102\n")
	broken := text(t, filepath.Join(dir, "broken.txt"), "1,2\n")
	for _, tt := range []struct{ name, truth, result, want string }{
		{"masks against boxes", masks, boxes, "masks.txt and boxes.txt: one has masks (MOTS text), the other boxes (MOT text)"},
		{"twice", boxes, boxes, "s: truth: frame 1: id 2 is there twice"},
		{"broken", masks, broken, `broken.txt:1: want frame,id,x,y,w,h,score, got "1,2"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tracking.Compare(tracking.Sequence{Name: "s", Truth: tt.truth, Result: tt.result}, tracking.Options{Stride: 1, First: -1, MinHeight: -1})
			if err == nil || strings.ReplaceAll(err.Error(), dir+"/", "") != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// TestClasses: without a seqinfo.ini, every true class of masks counts, and frame 0
// is the first when something is on it.
func TestClasses(t *testing.T) {
	dir := t.TempDir()
	truth := text(t, filepath.Join(dir, "gt.txt"), "0 1001 1 3 4 42102\n1 1001 1 3 4 42102\n2 3001 3 3 4 42102\n2 10000 10 3 4 42102\n")
	got, err := tracking.Compare(tracking.Sequence{Name: "s", Truth: truth, Result: truth}, tracking.Options{Stride: 2, First: -1, MinHeight: -1})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range append(got, tracking.Combine(got)...) {
		names = append(names, c.Name)
		if s := c.Scores(); s.Truth != 1 || s.TP != 1 || s.Frames != 2 {
			t.Errorf("%s: %+v", c.Name, s)
		}
	}
	if want := []string{"s/1", "s/3", "COMBINED class 1", "COMBINED class 3"}; !slices.Equal(names, want) {
		t.Errorf("got %q", names)
	}
}
