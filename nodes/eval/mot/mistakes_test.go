package mot_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

func TestMistakes(t *testing.T) {
	masks := "1 1001 1 3 4 " + square + "\n"
	tests := []struct{ name, text, want string }{
		{"a sentence", "hello there\n", `det.txt:1: want frame,id,x,y,w,h,score, got "hello there"`},
		{"columns", "1,2,3,4,5", `det.txt:1: want frame,id,x,y,w,h,score, got "1,2,3,4,5"`},
		{"a word", "1,2,3,4,5,6\n# so\n1,2,x,4,5,6", `det.txt:3: x: want a number, got "x"`},
		{"an empty cell", "1,2,3,,5,6,1", `det.txt:1: y: want a number, got ""`},
		{"no number", "1,2,nan,4,5,6,1", `det.txt:1: x: want a number, got "nan"`},
		{"infinite", "1,2,3,4,5,6,inf", `det.txt:1: score: want a number, got "inf"`},
		{"half a frame", "1.5,2,3,4,5,6,1", `det.txt:1: frame: want a whole number, got "1.5"`},
		{"half an id", "1,2.5,3,4,5,6,1", `det.txt:1: id: want a whole number, got "2.5"`},
		{"frame below 0", "-1,2,3,4,5,6,1", `det.txt:1: frame: want a number from 0 to 10000000, got "-1"`},
		{"endless video", "1e9,2,3,4,5,6,1", `det.txt:1: frame: want a number from 0 to 10000000, got "1e9"`},
		{"negative size", "1,2,3,4,5,-6,1", `det.txt:1: h: want a size of at least 0, got "-6"`},
		{"boxes among masks", masks + "1,2,3,4,5,6,1", `det.txt:2: want frame id class height width rle, got "1,2,3,4,5,6,1"`},
		{"mask's frame", "a 1 1 3 4 P", `det.txt:1: frame: want a whole number, got "a"`},
		{"mask's endless video", "99999999 1 1 3 4 " + square + "P", `det.txt:1: frame: want a number from 0 to 10000000, got "99999999"`},
		{"mask's class", "1 1 -1 3 4 P", `det.txt:1: class: want a number of at least 0, got "-1"`},
		{"runs", "1 1 1 3 4 P", `det.txt:1: rle: mask counts: cut off in the middle of a run`},
		{"frames of two sizes", masks + "1 1002 1 4 3 5220O", `det.txt:2: want frames of 4x3 like those before, got 3x4`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := mot.Read("det.txt", strings.NewReader(tt.text))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// FuzzRead: no panic; and what is written of what was read is read the same again.
func FuzzRead(f *testing.F) {
	f.Add("3,-1,1.5,2,30,40,0.25,-1,-1,-1\n1,2,0,0,5,5,1,7,0.5")
	f.Add("1 2 0 0 5 5")
	f.Add("0 -1 2 3 4 " + square + "\n5 1001 1 3 4 " + square)
	f.Add("0 1 1 1000000 1000000 PPPP")
	f.Add("\x1f\x8b")
	f.Add("1 99999999999 1 3 4 " + square)
	f.Fuzz(func(t *testing.T, text string) {
		first, err := mot.Read("a", strings.NewReader(text))
		if err != nil || first.Width*first.Height > 1<<16 {
			return
		}
		for i := range first.Rows {
			first.Rows[i].ID = 1 + i
		}
		var out bytes.Buffer
		if err := first.Write(&out); err != nil {
			t.Fatal(err)
		}
		second, err := mot.Read("b", &out)
		if err != nil {
			t.Fatal(err)
		}
		if len(second.Rows) != len(first.Rows) || second.Masks != first.Masks {
			t.Fatalf("%+v becomes %+v", first, second)
		}
		for i, r := range second.Rows {
			if r.Frame != first.Rows[i].Frame || !reflect.DeepEqual(r.Mask, first.Rows[i].Mask) {
				t.Fatalf("%+v becomes %+v", first.Rows[i], r)
			}
		}
	})
}
