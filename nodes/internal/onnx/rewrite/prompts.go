package rewrite

import (
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/samdecoder"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// objects is how many are decoded at once.
const objects = 2

// prompts is two boxes, each with a point, on a picture that is none: an input for
// every name in the export's contract.
func prompts(original string) (tensors, error) {
	inputs, _, err := ort.Signature(original)
	if err != nil {
		return nil, err
	}
	prompt := tensors{
		samdecoder.PointCoords: {Shape: []int64{objects, 3, 2}, Data: []float32{100, 100, 400, 300, 200, 150, 500, 300, 900, 800, 600, 600}},
		samdecoder.PointLabels: {Shape: []int64{objects, 3}, Data: []float32{2, 3, 1, 2, 3, 1}},
		samdecoder.HasMask:     ort.NewTensor(1),
		"orig_im_size":         {Shape: []int64{2}, Data: []float32{8, 8}},
	}
	for _, in := range inputs {
		if in.Name == samdecoder.Embedding || in.Name == samdecoder.MaskInput {
			if prompt[in.Name], err = zeros(in); err != nil {
				return nil, err
			}
		}
	}
	embedding := prompt[samdecoder.Embedding].Data
	for i := range embedding {
		embedding[i] = float32(i*i%101)/101 - 0.5
	}
	return prompt, nil
}

// zeros is an input whose free dimensions are 1.
func zeros(in models.Tensor) (ort.Tensor, error) {
	shape, size := slices.Clone(in.Shape), int64(1)
	for i, d := range shape {
		shape[i] = max(d, 1)
		if shape[i] > 1<<24/size { // a real one has a million values
			return ort.Tensor{}, &samdecoder.MissingError{Pattern: fmt.Sprintf("sensible shape of input %s: %v", in.Name, in.Shape)}
		}
		size *= shape[i]
	}
	return ort.NewTensor(shape...), nil
}
