package detector

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/detector/internal/token"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// vocabulary reads the model's file of role tokenizer.
func vocabulary[T any](env nodes.Env, m models.Model, read func(io.Reader) (T, error)) (v T, err error) {
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

// clipTokens encodes each phrase in at most most tokens, and has a column for each.
func clipTokens(env nodes.Env, cfg Config, m models.Model, most int) (ids [][]int64, p prompt, err error) {
	clip, err := vocabulary(env, m, token.ReadCLIP)
	if err != nil {
		return nil, prompt{}, err
	}
	for i, phrase := range cfg.Text {
		row, cut := clip.Encode(phrase, most)
		if cut {
			p.warnings = append(p.warnings, fmt.Sprintf("text[%d]: %s reads %d tokens of it, the rest is left out", i, m.Name, most-2))
		}
		ids = append(ids, row)
		p.phraseOf = append(p.phraseOf, i)
	}
	return ids, p, nil
}

// embeddings asks CLIP's text encoder about each phrase, for the input want. An
// embedding has the length 1.
func embeddings(ctx context.Context, env nodes.Env, cfg Config, m models.Model, want models.Tensor) (rows [][]float32, p prompt, err error) {
	file, _ := m.File("text-encoder") // ort.Open complains when there is none
	const width = 77
	ids, p, err := clipTokens(env, cfg, m, width)
	if err != nil {
		return nil, prompt{}, err
	}
	encoder, letGo, err := ort.Open(env, m, "text-encoder", cfg.Threads)
	if err != nil {
		return nil, prompt{}, err
	}
	defer func() { err = errors.Join(err, letGo()) }()
	for _, row := range ids {
		given, out := tokenInputs([][]int64{row}, width), make([]ort.Tensor, 1)
		in := []ort.Tensor{given["input_ids"]} // whatever its name
		if len(file.Inputs) > 1 {
			in = append(in, given["attention_mask"])
		}
		if err := encoder.Run(ctx, in, out); err != nil {
			return nil, prompt{}, err
		}
		if int64(len(out[0].Data)) != want.Shape[2] {
			return nil, prompt{}, fmt.Errorf("model %s: its text-encoder gives %v, its detector's input %s wants %d values", m.Name, out[0].Shape, want.Name, want.Shape[2])
		}
		rows = append(rows, unit(out[0].Data))
	}
	return rows, p, nil
}

// unit scales v to the length 1.
func unit(v []float32) []float32 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = x / float32(math.Sqrt(sum))
	}
	return out
}
