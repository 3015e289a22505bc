package tracking_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

// numbered writes a sequence's detections as if the n-th of each frame were one
// thing: bad tracks, of which a scorer has a lot to say.
func numbered(t *testing.T, dir, out string) {
	t.Helper()
	file := filepath.Join(dir, "det.txt")
	if _, err := os.Stat(file); err != nil {
		file += ".gz"
	}
	f, err := mot.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i := range f.Rows {
		if n++; i == 0 || f.Rows[i].Frame != f.Rows[i-1].Frame {
			n = 1
		}
		f.Rows[i].ID = n
	}
	var text bytes.Buffer
	if err := f.Write(&text); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(out, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
