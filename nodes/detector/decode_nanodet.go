package detector

import (
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// distanceBins is how many bins a NanoDet-m predicts for each side of a box.
const distanceBins = 8

func newNanoDet(in models.Input, out []models.Tensor, classes int) (decoder, error) {
	var scores, sides [len(strides)]int // indices of the outputs
	for i, s := range strides {
		cells := int64((in.Width / s) * (in.Height / s))
		var err error
		if scores[i], err = outputNamed(out, fmt.Sprintf("cls_pred_stride_%d", s), 1, cells, int64(classes)); err != nil {
			return nil, err
		}
		if sides[i], err = outputNamed(out, fmt.Sprintf("dis_pred_stride_%d", s), 1, cells, 4*distanceBins); err != nil {
			return nil, err
		}
	}
	return func(out []ort.Tensor, minScore float32) []nodes.Instance {
		var found []nodes.Instance
		for i, s := range strides {
			found = append(found, decodeNanoDet(out[scores[i]].Data, out[sides[i]].Data, s, in.Width/s, classes, minScore)...)
		}
		return found
	}, nil
}

func outputNamed(out []models.Tensor, name string, shape ...int64) (int, error) {
	i := slices.IndexFunc(out, func(t models.Tensor) bool { return t.Name == name })
	if i < 0 || !slices.Equal(out[i].Shape, shape) {
		return 0, fmt.Errorf("nanodet wants an output %s of shape %v, the model's entry has %v", name, shape, out)
	}
	return i, nil
}

// decodeNanoDet reads one grid: the class scores of each cell, and the distances
// from the cell's centre to the left, top, right and bottom of the box as
// distributions over whole strides (generalised focal loss, Li et al. 2020).
func decodeNanoDet(scores, sides []float32, stride, columns, classes int, minScore float32) []nodes.Instance {
	var found []nodes.Instance
	s := float32(stride)
	for cell := range len(scores) / classes {
		own := scores[cell*classes : (cell+1)*classes]
		if slices.Max(own) < minScore {
			continue
		}
		var d [4]float32
		for side := range d {
			at := (cell*len(d) + side) * distanceBins
			d[side] = expected(sides[at:at+distanceBins]) * s
		}
		cx, cy := (float32(cell%columns)+0.5)*s, (float32(cell/columns)+0.5)*s
		box := nodes.Box{X1: cx - d[0], Y1: cy - d[1], X2: cx + d[2], Y2: cy + d[3]}
		found = appendScored(found, box, own, 1, minScore)
	}
	return found
}

// expected is the mean of 0, 1, 2 … under the softmax of logits.
func expected(logits []float32) float32 {
	top := slices.Max(logits)
	var sum, weighted float32
	for i, l := range logits {
		e := exp(l - top) // the highest becomes 1, so that nothing overflows
		sum += e
		weighted += e * float32(i)
	}
	return weighted / sum
}
