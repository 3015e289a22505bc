package samdecoder

import (
	"context"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

func run(t testing.TB, s *ort.Session, in, out []ort.Tensor) {
	t.Helper()
	if err := s.Run(context.Background(), in, out); err != nil {
		t.Fatal(err)
	}
}

// prompts is the points of n objects, boxes of several sizes with a padding point if
// there are three.
func prompts(n, points int64) []ort.Tensor {
	coords, labels := ort.NewTensor(n, points, 2), ort.NewTensor(n, points)
	for i := range n {
		box := []float32{300 - 20*float32(i), 200, 600 + 30*float32(i), 500 + 10*float32(i), 0, 0}
		copy(coords.Data[2*points*i:], box[:2*points])
		copy(labels.Data[points*i:], []float32{2, 3, -1}[:points])
	}
	return []ort.Tensor{coords, labels}
}

// row is one object's part of a tensor.
func row(t ort.Tensor, i int64) ort.Tensor {
	size := int64(len(t.Data)) / t.Shape[0]
	return ort.Tensor{Shape: append([]int64{1}, t.Shape[1:]...), Data: t.Data[i*size : (i+1)*size]}
}

var pictureSize = ort.Tensor{Shape: []int64{2}, Data: []float32{8, 8}}

// noMask is the mask input that means nothing, with a flag of 0.
func (r *sessions) noMask() (mask, flag ort.Tensor) {
	return ort.NewTensor(1, 1, r.side, r.side), ort.NewTensor(1)
}

// one is the original's answer for an object: its mask and predicted IoU.
func (r *sessions) one(t testing.TB, prompt []ort.Tensor, mask, flag ort.Tensor, i int64) []ort.Tensor {
	t.Helper()
	out := make([]ort.Tensor, 2)
	run(t, r.original, []ort.Tensor{r.embedding, row(prompt[0], i), row(prompt[1], i), mask, flag, pictureSize}, out)
	return out
}

func (r *sessions) all(t testing.TB, prompt []ort.Tensor, mask, flag ort.Tensor) []ort.Tensor {
	t.Helper()
	out := make([]ort.Tensor, 2)
	run(t, r.batch, []ort.Tensor{r.embedding, prompt[0], prompt[1], mask, flag}, out)
	return out
}

func (r *sessions) split(t testing.TB, prompt []ort.Tensor) []ort.Tensor {
	t.Helper()
	var cut []ort.Tensor
	for _, v := range r.prefix.Outputs() {
		cut = append(cut, ort.NewTensor(v.Shape...))
	}
	run(t, r.prefix, []ort.Tensor{r.embedding}, cut)
	out := make([]ort.Tensor, 2)
	run(t, r.suffix, slices.Concat(prompt, cut), out)
	return out
}
