package samprompter

import (
	"cmp"
	"context"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// The prompt encoder's labels of points (sam.md 1.2, segment_anything's
// prompt_encoder.py).
const (
	labelPadding     = -1 // not a point
	labelTopLeft     = 2
	labelBottomRight = 3
)

// grid is the side of the decoder's masks, in cells.
const grid = 256

// decodeAll makes the mask of every prompt, in the same order.
func (s *segmenter) decodeAll(ctx context.Context, e *embedding, prompts []nodes.Instance) ([]nodes.Instance, error) {
	out := slices.Clone(prompts)
	for i := range out {
		if err := s.decode(ctx, e, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// decode fills in the mask of one instance, prompted by its box. With a padding
// point behind the box's corners the decoder gives its single-mask token, which
// fits tight boxes better than the best of its three ambiguous ones; a box alone
// would give the latter (the export chooses by the number of points).
func (s *segmenter) decode(ctx context.Context, e *embedding, inst *nodes.Instance) error {
	sx, sy := e.up.scale()
	b := inst.Box
	coords := ort.Tensor{Shape: []int64{1, 3, 2}, Data: []float32{b.X1 * sx, b.Y1 * sy, b.X2 * sx, b.Y2 * sy, 0, 0}}
	labels := ort.Tensor{Shape: []int64{1, 3}, Data: []float32{labelTopLeft, labelBottomRight, labelPadding}}
	iou, logits := ort.NewTensor(1, 1), ort.NewTensor(1, 1, grid, grid)
	in := []ort.Tensor{e.Tensor, coords, labels, noMask, hasNoMask, tinySize}
	if err := s.decoder.Run(ctx, in, []ort.Tensor{iou, logits}); err != nil {
		return err
	}
	inst.Mask = e.up.mask(logits.Data)
	inst.PredictedIoU = min(max(iou.Data[0], 0), 1)
	inst.Stability = e.up.stability(logits.Data)
	return nil
}

// Inputs that never change, read-only. The decoder enlarges its masks to a size
// that it is told; a tiny one saves that work, which upsampler does better.
var (
	noMask    = ort.NewTensor(1, 1, grid, grid)
	hasNoMask = ort.NewTensor(1)
	tinySize  = ort.Tensor{Shape: []int64{2}, Data: []float32{8, 8}}
)

// strongest is the most n instances of highest score, in their old order; all of
// them when n is 0.
func strongest(items []nodes.Instance, n int) []nodes.Instance {
	if n == 0 || len(items) <= n {
		return items
	}
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(items[b].Score, items[a].Score) })
	order = order[:n]
	slices.Sort(order)
	best := make([]nodes.Instance, n)
	for i, at := range order {
		best[i] = items[at]
	}
	return best
}
