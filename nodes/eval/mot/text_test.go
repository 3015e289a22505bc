package mot_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

// square is a mask of 2x2 at (1, 1) on a frame of 4x3 (width x height).
const square = "42102"

func read(t *testing.T, text string) *mot.File {
	t.Helper()
	f, err := mot.Read("det.txt", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestReadBoxes(t *testing.T) {
	tests := []struct {
		name, text string
		want       []mot.Row
	}{
		{"nothing", "", nil},
		{"nothing but remarks", "# frame,id\n\n", nil},
		{"a detection", "3,-1,1.5,2,30,40,0.25,-1,-1,-1\n", []mot.Row{{Line: 1, Frame: 3, ID: -1, Box: [4]float64{1.5, 2, 30, 40}, Score: 0.25, Class: -1}}},
		{"no score", "1,2,0,0,5,5", []mot.Row{{Line: 1, Frame: 1, ID: 2, Box: [4]float64{0, 0, 5, 5}, Score: 1, Class: -1}}},
		{"nine columns have a class", "1,2,0,0,5,5,1,7,0.5", []mot.Row{{Line: 1, Frame: 1, ID: 2, Box: [4]float64{0, 0, 5, 5}, Score: 1, Class: 7}}},
		{"spaces", " 1 2  0 0 5 5 ", []mot.Row{{Line: 1, Frame: 1, ID: 2, Box: [4]float64{0, 0, 5, 5}, Score: 1, Class: -1}}},
		{"spaces, Windows, a comma too many", "\ufeff1, 2, 0, 0, 5, 5, 0.5,\r\n", []mot.Row{{Line: 1, Frame: 1, ID: 2, Box: [4]float64{0, 0, 5, 5}, Score: 0.5, Class: -1}}},
		{"by frame", "2,1,0,0,5,5\n1,3,0,0,5,5\n1,2,0,0,5,5\n", []mot.Row{
			{Line: 2, Frame: 1, ID: 3, Box: [4]float64{0, 0, 5, 5}, Score: 1, Class: -1},
			{Line: 3, Frame: 1, ID: 2, Box: [4]float64{0, 0, 5, 5}, Score: 1, Class: -1},
			{Line: 1, Frame: 2, ID: 1, Box: [4]float64{0, 0, 5, 5}, Score: 1, Class: -1},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := read(t, tt.text); got.Masks || !reflect.DeepEqual(got.Rows, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestReadMasks(t *testing.T) {
	f := read(t, "0 -1 2 3 4 "+square+"\n")
	want := &mot.File{Masks: true, Width: 4, Height: 3, Rows: []mot.Row{{
		Line: 1, ID: -1, Class: 2, Score: 1, Box: [4]float64{1, 1, 2, 2},
		Mask: &nodes.Mask{X: 1, Y: 1, W: 2, H: 2, Runs: []uint32{0, 4}},
	}}}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("got %+v, want %+v", f, want)
	}
}

func TestReadGzip(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte("1,2,0,0,5,5\n")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "det.txt") // what is in it counts, not its name
	if err := os.WriteFile(path, packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if f, err := mot.ReadFile(path); err != nil || len(f.Rows) != 1 {
		t.Errorf("got %v, %v", f, err)
	}
	_, err := mot.Read("cut.gz", bytes.NewReader(packed.Bytes()[:20]))
	if want := "cut.gz: unexpected EOF"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := mot.ReadFile(path + ".gone"); !os.IsNotExist(err) {
		t.Errorf("got %v", err)
	}
}

func TestFrames(t *testing.T) {
	f := read(t, "4,1,0,0,5,5\n2,1,0,0,5,5\n4,2,0,0,5,5\n")
	for frame, want := range []int{0, 0, 1, 0, 2, 0} {
		if got := len(f.Frame(frame)); got != want {
			t.Errorf("frame %d: %d rows, want %d", frame, got, want)
		}
	}
	if f.First() != 1 || f.Last() != 4 {
		t.Errorf("frames %d to %d", f.First(), f.Last())
	}
	if f = read(t, "0,1,0,0,5,5\n"); f.First() != 0 || f.Last() != 0 {
		t.Errorf("frames %d to %d", f.First(), f.Last())
	}
	if f = read(t, ""); f.First() != 1 || f.Last() != 0 {
		t.Errorf("frames %d to %d", f.First(), f.Last())
	}
}
