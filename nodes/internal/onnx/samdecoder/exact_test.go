package samdecoder

import (
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx/onnxtest"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// TestReal: MobileSAM's decoder.
func TestReal(t *testing.T) {
	r := openReal(t, 0)
	t.Run("points", r.testPoints)
	t.Run("masks", r.testMasks)
}

// TestFake: small decoders of the same structure, exported both ways.
func TestFake(t *testing.T) {
	for _, all := range []bool{false, true} {
		t.Run(map[bool]string{false: "single mask", true: "all masks"}[all], func(t *testing.T) {
			r := openFake(t, onnxtest.SAMDecoder{Channels: 16, Side: 6, AllMasks: all})
			t.Run("points", r.testPoints)
			t.Run("masks", r.testMasks)
		})
	}
}

// testPoints compares masks and scores of the rewritten decoders, one object and
// several, with those of the original, object by object.
func (r *sessions) testPoints(t *testing.T) {
	mask, flag := r.noMask()
	for _, tt := range []struct {
		name      string
		n, points int64
	}{{"one box", 1, 2}, {"one box and a point", 1, 3}, {"five boxes", 5, 2}, {"five boxes and points", 5, 3}} {
		t.Run(tt.name, func(t *testing.T) {
			prompt := prompts(tt.n, tt.points)
			batch, split := r.all(t, prompt, mask, flag), r.split(t, prompt)
			for i := range tt.n {
				want := r.one(t, prompt, mask, flag, i)
				wantSame(t, "batch", want, batch, i, tt.points)
				wantSame(t, "split", want, split, i, tt.points)
			}
			if tt.n > 1 && far(row(batch[0], 0).Data, row(batch[0], 1).Data) < 0.01 {
				t.Error("two objects have one mask: this test shows nothing")
			}
		})
	}
}

// testMasks: each object has its own mask prompt or none, or all have the same.
func (r *sessions) testMasks(t *testing.T) {
	const n, points = 4, 3
	prompt := prompts(n, points)
	mask, flag := r.noMask()
	first := r.all(t, prompt, mask, flag)
	masks, flags := ort.NewTensor(n, 1, r.side, r.side), ort.Tensor{Shape: []int64{n}, Data: []float32{1, 0, 1, 0}}
	for i := range int64(n) {
		copy(row(masks, i).Data, row(first[0], i).Data[i*r.side*r.side:])
	}
	for _, tt := range []struct {
		name        string
		mask, flags ort.Tensor
	}{{"each its own", masks, flags}, {"one for all", row(masks, 2), row(flags, 2)}} {
		t.Run(tt.name, func(t *testing.T) {
			got := r.all(t, prompt, tt.mask, tt.flags)
			for i := range int64(n) {
				at := min(i, tt.mask.Shape[0]-1)
				want := r.one(t, prompt, row(tt.mask, at), row(tt.flags, at), i)
				wantSame(t, "batch", want, got, i, points)
				if tt.flags.Data[at] == 1 && far(row(first[0], i).Data, row(got[0], i).Data) < 0.01 {
					t.Error("the mask prompt changes nothing: this test shows nothing")
				}
			}
		})
	}
}

// wantSame compares an object's part of a batch with the original's answer, which is
// either all tokens or the one that the number of points selects: the first for
// three or more, the best of the others for fewer.
func wantSame(t *testing.T, what string, want, got []ort.Tensor, object, points int64) {
	t.Helper()
	logits, iou := row(got[0], object).Data, row(got[1], object).Data
	if len(want[1].Data) == 1 {
		token := 0
		if points < 3 {
			token = slices.Index(iou, slices.Max(iou[1:]))
		}
		size := len(logits) / len(iou)
		logits, iou = logits[token*size:][:size], iou[token:][:1]
	}
	if len(logits) != len(want[0].Data) || len(iou) != len(want[1].Data) {
		t.Fatalf("%s, object %d: %d logits and %d scores, want %d and %d", what, object, len(logits), len(iou), len(want[0].Data), len(want[1].Data))
	}
	logit, score := far(logits, want[0].Data), far(iou, want[1].Data)
	t.Logf("%s, object %d: difference of logits %.2g, of scores (%.4f) %.2g", what, object, logit, iou[0], score)
	if logit > 1e-4 || score > 1e-5 {
		t.Errorf("%s, object %d differs: logits %g, scores %g", what, object, logit, score)
	}
}

// far is the greatest difference.
func far(a, b []float32) (d float32) {
	for i := range b {
		d = max(d, a[i]-b[i], b[i]-a[i])
	}
	return d
}
