package sam

import (
	"context"

	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// loop is the public export with one mask (segment_anything's SamOnnxModel with
// return_single_mask), prompt after prompt. It chooses by the number of points:
// the best of the ambiguous masks up to two, the single mask from three on.
type loop struct {
	session *ort.Session
}

func (d *loop) decode(ctx context.Context, e *Embedding, prompts []Prompt, each func(i int, a Answer)) error {
	iou, logits := ort.NewTensor(1, 1), ort.NewTensor(1, 1, Grid, Grid)
	for i, p := range prompts {
		coords, labels := e.tokens(p)
		for p.Single && len(labels) < 3 {
			coords, labels = append(coords, 0, 0), append(labels, labelPadding)
		}
		n := int64(len(labels))
		before, has := noMask, hasNoMask
		if p.Logits != nil {
			before, has = ort.Tensor{Shape: []int64{1, 1, Grid, Grid}, Data: p.Logits}, hasMask
		}
		in := []ort.Tensor{e.Features[0], {Shape: []int64{1, n, 2}, Data: coords}, {Shape: []int64{1, n}, Data: labels}, before, has, tinySize}
		if err := d.session.Run(ctx, in, []ort.Tensor{iou, logits}); err != nil {
			return err
		}
		token := 1 // which of the three is not told
		if n > 2 {
			token = 0
		}
		each(i, Answer{{Token: token, IoU: iou.Data[0], Logits: logits.Data}})
	}
	return nil
}

// Inputs that never change, read-only. The decoder enlarges its masks to a size
// that it is told; a tiny one saves that work, which upsampler does better.
var (
	noMask    = ort.NewTensor(1, 1, Grid, Grid)
	hasNoMask = ort.NewTensor(1)
	hasMask   = ort.Tensor{Shape: []int64{1}, Data: []float32{1}}
	tinySize  = ort.Tensor{Shape: []int64{2}, Data: []float32{8, 8}}
)
