package text

import (
	"fmt"
	"io"
	"os"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// Load reads the model's file of role tokenizer with ReadCLIP or ReadBERT.
func Load[T any](env nodes.Env, m models.Model, read func(io.Reader) (T, error)) (v T, err error) {
	path, err := env.Models.Path(m, "tokenizer")
	if err != nil {
		return v, err
	}
	f, err := os.Open(path)
	if err != nil {
		return v, err
	}
	defer f.Close()
	if v, err = read(f); err != nil {
		return v, fmt.Errorf("model %s: %s: %w", m.Name, path, err)
	}
	return v, nil
}

// Tensors are rows of tokens, filled up with zeros to int64 [rows, width], and what
// goes with them, by the names that exports give them: input_ids, attention_mask and
// token_type_ids.
func Tensors(rows [][]int64, width int) map[string]ort.Tensor {
	shape := []int64{int64(len(rows)), int64(width)}
	ids, mask := make([]int64, len(rows)*width), make([]int64, len(rows)*width)
	for i, row := range rows {
		copy(ids[i*width:], row)
		for j := range row {
			mask[i*width+j] = 1
		}
	}
	return map[string]ort.Tensor{
		"input_ids":      {Shape: shape, Ints: ids},
		"attention_mask": {Shape: shape, Ints: mask},
		"token_type_ids": {Shape: shape, Ints: make([]int64, len(ids))},
	}
}
