package rewrite

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/samdecoder"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// tensors is tensors by name.
type tensors map[string]ort.Tensor

func checkBatch(store *models.Store, original, made string) error {
	return checkDecoder(store, original, made)
}

func checkSuffix(store *models.Store, original, made string) error {
	file, err := os.ReadFile(original)
	if err != nil {
		return err
	}
	data, err := samdecoder.Prefix(file)
	if err != nil {
		return err
	}
	prefix, err := stage(filepath.Dir(made), data)
	if err != nil {
		return err
	}
	return errors.Join(checkDecoder(store, original, prefix, made), os.Remove(prefix))
}

// checkDecoder runs rewritten files one after another, each on the prompts and on
// what came out before, and says whether they answer as the original does. For a
// decoder of unknown origin this is the only proof.
func checkDecoder(store *models.Store, original string, rewritten ...string) error {
	prompt, err := prompts(original)
	if err != nil {
		return err
	}
	got := maps.Clone(prompt)
	for _, path := range rewritten {
		out, err := run(store, path, nil, got)
		if err != nil {
			return err
		}
		maps.Copy(got, out[0])
	}
	names := []string{samdecoder.Masks, samdecoder.IoU}
	want, err := run(store, original, names, object(prompt, 0), object(prompt, 1))
	if err != nil {
		return err
	}
	for i := range want {
		for _, name := range names {
			if t := got[name]; len(t.Shape) == 0 || t.Shape[0] != objects {
				return &samdecoder.MissingError{Pattern: fmt.Sprintf("answer for each object: %s have shape %v when rewritten", name, t.Shape)}
			}
			if d := distance(row(got[name], i).Data, want[i][name].Data); !(d < 1e-3) {
				return &samdecoder.MissingError{Pattern: fmt.Sprintf("equal answers: %s differ by %.2g when rewritten", name, d)}
			}
		}
	}
	return nil
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
func run(store *models.Store, path string, names []string, known ...tensors) (out []tensors, err error) {
	env := nodes.Env{Models: store, Shared: &nodes.Shared{}}
	s, letGo, err := ort.OpenFile(env, "check of a rewritten decoder", path, nil, names, ort.Options{})
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
		if err := s.Run(context.Background(), in, made); err != nil {
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
	nearest := float32(math.Inf(1))
	for len(want) > 0 && len(all) >= len(want) {
		var d, size float32 = 0, 1
		for i, w := range want {
			d, size = max(d, all[i]-w, w-all[i]), max(size, w, -w)
		}
		nearest = min(nearest, d/size) // NaN stays
		all = all[len(want):]
	}
	return nearest
}
