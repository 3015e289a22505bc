package ort

import (
	"fmt"
	"slices"
	"strings"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/maskgraph/maskgraph/models"
)

// checkSignature compares a file's inputs and outputs with its entry: every
// tensor of the entry must be there, float32, with dimensions that agree.
func checkSignature(what, path string, file models.File) error {
	inputs, outputs, err := ort.GetInputOutputInfo(path)
	if err != nil {
		return fmt.Errorf("%s: reading %s: %w", what, path, err)
	}
	if len(inputs) == len(file.Inputs) && has(inputs, file.Inputs) && has(outputs, file.Outputs) {
		return nil
	}
	return fmt.Errorf("%s: %s does not fit its entry in models.yaml\n  file:  %s -> %s\n  entry: %s -> %s",
		what, path, show(inputs), show(outputs), showEntry(file.Inputs), showEntry(file.Outputs))
}

func has(infos []ort.InputOutputInfo, want []models.Tensor) bool {
	for _, w := range want {
		fits := func(i ort.InputOutputInfo) bool {
			return i.Name == w.Name && i.DataType == ort.TensorElementDataTypeFloat && sameShape(i.Dimensions, w.Shape)
		}
		if !slices.ContainsFunc(infos, fits) {
			return false
		}
	}
	return true
}

// sameShape lets a free dimension on either side stand for any.
func sameShape(a, b []int64) bool {
	return slices.EqualFunc(a, b, func(x, y int64) bool { return x == y || x < 0 || y < 0 })
}

func show(infos []ort.InputOutputInfo) string {
	parts := make([]string, len(infos))
	for i, info := range infos {
		parts[i] = fmt.Sprintf("%s %v %v", info.Name, info.DataType, []int64(info.Dimensions))
	}
	return strings.Join(parts, ", ")
}

func showEntry(tensors []models.Tensor) string {
	parts := make([]string, len(tensors))
	for i, t := range tensors {
		parts[i] = fmt.Sprintf("%s float %v", t.Name, t.Shape)
	}
	return strings.Join(parts, ", ")
}
