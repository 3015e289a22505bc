package text

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// clipWidth is how many tokens CLIP's text encoder reads.
const clipWidth = 77

// Tokens encodes each phrase for a model with CLIP's vocabulary in at most most
// tokens. warn hears of phrases that are cut off there.
func Tokens(env nodes.Env, m models.Model, phrases []string, most int, warn Warn) (ids [][]int64, err error) {
	clip, err := Load(env, m, ReadCLIP)
	if err != nil {
		return nil, err
	}
	for i, phrase := range phrases {
		row, cut := clip.Encode(phrase, most)
		if cut {
			warn(i, fmt.Sprintf("%s reads %d tokens of it, the rest is left out", m.Name, most-2))
		}
		ids = append(ids, row)
	}
	return ids, nil
}

// Warn hears what is to be said of the phrase at an index.
type Warn func(i int, text string)

// Embed asks CLIP's text encoder, the model's file of that role, about each phrase.
// An embedding has the length 1. warn is that of Tokens.
func Embed(ctx context.Context, env nodes.Env, m models.Model, phrases []string, run ort.Options, warn Warn) (rows [][]float32, err error) {
	ids, err := Tokens(env, m, phrases, clipWidth, warn)
	if err != nil {
		return nil, err
	}
	file, _ := m.File("text-encoder") // ort.Open complains when there is none
	encoder, letGo, err := ort.Open(env, m, "text-encoder", run)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, letGo()) }()
	for _, row := range ids {
		given, out := Tensors([][]int64{row}, clipWidth), make([]ort.Tensor, 1)
		in := []ort.Tensor{given["input_ids"]} // whatever its name
		if len(file.Inputs) > 1 {
			in = append(in, given["attention_mask"])
		}
		if err := encoder.Run(ctx, in, out); err != nil {
			return nil, err
		}
		rows = append(rows, unit(out[0].Data))
	}
	return rows, nil
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
