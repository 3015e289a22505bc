package rewrite

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/samdecoder"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// tensors is tensors by name.
type tensors map[string]ort.Tensor

// checkDecoder runs rewritten files one after another, each on the prompts and on
// what came out before, and says whether they answer as the original does. For a
// decoder of unknown origin this is the only proof.
func checkDecoder(ctx context.Context, store *models.Store, original string, rewritten ...string) error {
	prompt, err := prompts(original)
	if err != nil {
		return err
	}
	got := maps.Clone(prompt)
	for _, path := range rewritten {
		out, err := run(ctx, store, path, nil, got)
		if err != nil {
			return err
		}
		maps.Copy(got, out[0])
	}
	names := []string{samdecoder.Masks, samdecoder.IoU}
	want, err := run(ctx, store, original, names, object(prompt, 0), object(prompt, 1))
	if err != nil {
		return err
	}
	for i := range want {
		for _, name := range names {
			if d := distance(row(got[name], i).Data, want[i][name].Data); !(d < 1e-3) {
				return &samdecoder.MissingError{Pattern: fmt.Sprintf("equal answers: %s differ by %.2g when rewritten", name, d)}
			}
		}
	}
	return nil
}

// prompts is two boxes, each with a point, on a picture that is none: an input for
// every name in the export's contract.
func prompts(original string) (tensors, error) {
	inputs, _, err := ort.Signature(original)
	if err != nil {
		return nil, err
	}
	prompt := tensors{
		samdecoder.PointCoords: {Shape: []int64{2, 3, 2}, Data: []float32{100, 100, 400, 300, 200, 150, 500, 300, 900, 800, 600, 600}},
		samdecoder.PointLabels: {Shape: []int64{2, 3}, Data: []float32{2, 3, 1, 2, 3, 1}},
		samdecoder.HasMask:     ort.NewTensor(1),
		"orig_im_size":         {Shape: []int64{2}, Data: []float32{8, 8}},
	}
	for _, in := range inputs {
		if in.Name == samdecoder.Embedding || in.Name == samdecoder.MaskInput {
			prompt[in.Name] = ort.NewTensor(in.Shape...)
		}
	}
	embedding := prompt[samdecoder.Embedding].Data
	for i := range embedding {
		embedding[i] = float32(i*i%101)/101 - 0.5
	}
	return prompt, nil
}

// object is the prompt of one object alone.
func object(prompt tensors, i int) tensors {
	one := maps.Clone(prompt)
	for _, name := range []string{samdecoder.PointCoords, samdecoder.PointLabels} {
		one[name] = row(prompt[name], i)
	}
	return one
}

// row is one object's part of a tensor.
func row(t ort.Tensor, i int) ort.Tensor {
	size := len(t.Data) / int(t.Shape[0])
	return ort.Tensor{Shape: append([]int64{1}, t.Shape[1:]...), Data: t.Data[i*size:][:size]}
}

// run is the outputs of a file for each of several inputs; nil names mean all outputs.
func run(ctx context.Context, store *models.Store, path string, names []string, known ...tensors) (out []tensors, err error) {
	env := nodes.Env{Models: store, Shared: &nodes.Shared{}}
	s, letGo, err := ort.OpenFile(env, "check of a rewritten decoder", path, nil, names, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, letGo()) }()
	for _, have := range known {
		var in []ort.Tensor
		for _, t := range s.Inputs() {
			if _, ok := have[t.Name]; !ok {
				return nil, &samdecoder.MissingError{Pattern: "known meaning of input " + t.Name}
			}
			in = append(in, have[t.Name])
		}
		made := make([]ort.Tensor, len(s.Outputs()))
		if err := s.Run(ctx, in, made); err != nil {
			return nil, err
		}
		named := tensors{}
		for i, t := range s.Outputs() {
			named[t.Name] = made[i]
		}
		out = append(out, named)
	}
	return out, nil
}

// distance is how far want is from what an original chooses among: all tokens, or
// the nearest. It is relative to the greatest value.
func distance(all, want []float32) float32 {
	nearest := float32(-1)
	for len(want) > 0 && len(all) >= len(want) {
		var d, size float32 = 0, 1
		for i, w := range want {
			d, size = max(d, all[i]-w, w-all[i]), max(size, w, -w)
		}
		if nearest < 0 || d/size < nearest {
			nearest = d / size
		}
		all = all[len(want):]
	}
	return nearest
}
