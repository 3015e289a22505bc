package ort

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// Signature is what a model file takes and gives, in its own order. Types are
// always set: float, int64, uint8, or the name of another one that this package
// cannot carry. A dimension of -1 is free; a nil shape is not told by the file. It
// needs no ONNX Runtime.
func Signature(path string) (inputs, outputs []models.Tensor, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	m, err := onnx.Parse(data)
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", path, err)
	}
	for _, v := range m.Graph.Inputs {
		constant := func(t *onnx.Tensor) bool { return t.Name == v.Name }
		if !slices.ContainsFunc(m.Graph.Initializers, constant) { // old files list them too
			inputs = append(inputs, describe(v))
		}
	}
	for _, v := range m.Graph.Outputs {
		outputs = append(outputs, describe(v))
	}
	return inputs, outputs, nil
}

func describe(v *onnx.Value) models.Tensor {
	t, dims := v.Type()
	out := models.Tensor{Name: v.Name, Type: t.String()}
	for _, d := range dims {
		out.Shape = append(out.Shape, d.Size)
	}
	return out
}

// checkSignature compares a file's inputs and outputs with its entry: every
// tensor of the entry must be there, of its type, with dimensions that agree.
func checkSignature(path string, file models.File) error {
	inputs, outputs, err := Signature(path)
	if err != nil {
		return err
	}
	if len(inputs) == len(file.Inputs) && has(inputs, file.Inputs) && has(outputs, file.Outputs) {
		return nil
	}
	return fmt.Errorf("%s does not fit its entry in models.yaml\n  file:  %s -> %s\n  entry: %s -> %s",
		path, show(inputs), show(outputs), show(file.Inputs), show(file.Outputs))
}

func has(tensors, want []models.Tensor) bool {
	for _, w := range want {
		fits := func(t models.Tensor) bool {
			return t.Name == w.Name && t.Elem() == w.Elem() && sameShape(t.Shape, w.Shape)
		}
		if !slices.ContainsFunc(tensors, fits) {
			return false
		}
	}
	return true
}

// sameShape lets a free dimension on either side stand for any, and a shape that is
// not known too.
func sameShape(a, b []int64) bool {
	return a == nil || slices.EqualFunc(a, b, func(x, y int64) bool { return x == y || x < 0 || y < 0 })
}

// pick is the tensors of these names, in their order; without names it is all.
func pick(tensors []models.Tensor, names []string) ([]models.Tensor, error) {
	if names == nil {
		return tensors, nil
	}
	picked := make([]models.Tensor, len(names))
	for i, name := range names {
		at := slices.IndexFunc(tensors, func(t models.Tensor) bool { return t.Name == name })
		if at < 0 {
			return nil, fmt.Errorf("no %q among %s", name, show(tensors))
		}
		picked[i] = tensors[at]
	}
	return picked, nil
}

func show(tensors []models.Tensor) string {
	parts := make([]string, len(tensors))
	for i, t := range tensors {
		parts[i] = fmt.Sprintf("%s %s %v", t.Name, t.Elem(), t.Shape)
	}
	return strings.Join(parts, ", ")
}
