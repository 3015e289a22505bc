package mot_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

func TestParseSeqInfo(t *testing.T) {
	text := "[Sequence]\nname=a\nframeRate=12.5\r\nseqLength=7\n imWidth = 640\nimHeight=480\n\n[Score]\nminHeight=25\nfirstFrame=0\nclasses=1, 2\n"
	got, err := mot.ParseSeqInfo("seqinfo.ini", text)
	want := mot.SeqInfo{Path: "seqinfo.ini", Rate: 12.5, Width: 640, Height: 480, MinHeight: 25, First: 0, Classes: []int{1, 2}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

func TestSeqInfoMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"rate", "[Sequence]\nframeRate=fast", `seqinfo.ini:2: frameRate: want frames a second, from 0.01 to 1000000, got "fast"`},
		{"no rate", "frameRate=0", `seqinfo.ini:1: frameRate: want frames a second, from 0.01 to 1000000, got "0"`},
		{"width", "imWidth=-1", `seqinfo.ini:1: imWidth: want a whole number of at least 0, got "-1"`},
		{"height of things", "minHeight=nan", `seqinfo.ini:1: minHeight: want pixels, at least 0, got "nan"`},
		{"classes", "classes=1;2", `seqinfo.ini:1: classes: want class numbers with commas between, got "1;2"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := mot.ParseSeqInfo("seqinfo.ini", tt.text); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestFindSeqInfo(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "s", "det")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	find := func() mot.SeqInfo {
		t.Helper()
		info, err := mot.FindSeqInfo(filepath.Join(deep, "det.txt"))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	if got := find(); got.Path != "" || got.First != -1 {
		t.Errorf("without any: %+v", got)
	}
	for _, place := range []string{filepath.Join(dir, "s"), deep} { // the nearer one wins
		path := filepath.Join(place, "seqinfo.ini")
		if err := os.WriteFile(path, []byte("frameRate=14\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := find(); got.Path != path || got.Rate != 14 {
			t.Errorf("got %+v, want that of %s", got, path)
		}
	}
}

func FuzzParseSeqInfo(f *testing.F) {
	f.Add("[Sequence]\nframeRate=30\n[Score]\nclasses=1,2\nminHeight=3")
	f.Fuzz(func(t *testing.T, text string) {
		info, err := mot.ParseSeqInfo("a", text)
		if err == nil && (info.Rate < 0 || info.Width < 0 || info.MinHeight < 0 || info.First < -1) {
			t.Fatalf("%+v", info)
		}
	})
}
