package vos_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/vos"
)

func TestAlign(t *testing.T) {
	sized := func(w int, names ...string) vos.Sequence {
		s := vos.Sequence{Name: "s"}
		for _, name := range names {
			s.Frames = append(s.Frames, vos.Frame{Name: name, Width: w, Height: 3})
		}
		return s
	}
	same := func(name string) string { return name }
	tests := []struct {
		name    string
		result  vos.Sequence
		missing int
		err     string
	}{
		{"all", sized(4, "a", "b"), 0, ""},
		{"other order, and more", sized(4, "c", "b", "a"), 0, ""},
		{"one is missing", sized(4, "b"), 1, ""},
		{"none is there", sized(4, "c"), 0, "no frame of the result is called like one of the truth, such as a"},
		{"other size", sized(5, "a", "b"), 0, "frame a: the truth is 4x3, the result 5x3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, missing, err := vos.Align(sized(4, "a", "b"), tt.result, same)
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Fatalf("got %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil || missing != tt.missing || len(got.Frames) != 2 || got.Frames[0].Name != "a" || got.Frames[1].Name != "b" {
				t.Errorf("got %+v, %d, %v", got, missing, err)
			}
		})
	}
}

// TestPerfect: the truth itself scores 1, whatever its things are called.
func TestPerfect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		truth, renamed := vos.Sequence{}, vos.Sequence{}
		names := rapid.Permutation([]int{1, 2, 3}).Draw(t, "names")
		for range rapid.IntRange(1, 4).Draw(t, "frames") {
			f := vos.Frame{Width: 12, Height: 9, Masks: map[int]*nodes.Mask{}}
			g := f
			g.Masks = map[int]*nodes.Mask{}
			for id := range 3 {
				bits := rapid.SliceOfN(rapid.ByteRange(0, 1), 20, 20).Draw(t, "bits")
				m := nodes.MaskFromBitmap(rapid.IntRange(0, 8).Draw(t, "x"), rapid.IntRange(0, 4).Draw(t, "y"), 4, 5, bits)
				if !m.Empty() {
					f.Masks[id+1], g.Masks[10*names[id]] = m, m
				}
			}
			truth.Frames, renamed.Frames = append(truth.Frames, f), append(renamed.Frames, g)
		}
		for _, o := range vos.Evaluate(truth, renamed) {
			if o.JF < 1-1e-9 || o.JF > 1+1e-9 {
				t.Fatalf("%+v", o)
			}
		}
		for _, o := range vos.EvaluatePrompted(truth, truth) {
			if len(truth.Frames) > 2 && (o.Found != o.ID || o.JF < 1-1e-9) {
				t.Fatalf("%+v", o)
			}
		}
	})
}
