package detector

import (
	"context"
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/internal/text"
)

// prompter turns phrases into what a kind of model is told.
type prompter func(ctx context.Context, env nodes.Env, cfg Config, m models.Model) (prompt, error)

// prompt is what a model is told, once for all frames.
type prompt struct {
	inputs   map[string]ort.Tensor // by name: all but the picture's
	phraseOf []int                 // the phrase that each column of the scores belongs to, -1: none
	warnings []string
}

// warn says what of a phrase is not read.
func (p *prompt) warn(i int, text string) {
	p.warnings = append(p.warnings, fmt.Sprintf("text[%d]: %s", i, text))
}

// promptOWL gives a row of tokens for each phrase.
func promptOWL(_ context.Context, env nodes.Env, cfg Config, m models.Model) (prompt, error) {
	file, _ := m.File("detector")
	width := tokenDimension(file, 1, 16)
	p := prompt{phraseOf: inOrder(len(cfg.Text))}
	ids, err := text.Tokens(env, m, cfg.Text, width, p.warn)
	if err != nil {
		return prompt{}, err
	}
	for n := tokenDimension(file, 0, len(ids)); len(ids) < n; {
		ids = append(ids, ids[0]) // nobody looks at its column
	}
	p.inputs = text.Tensors(ids, width)
	return p, nil
}

// promptYOLOWorld gives the phrases' embeddings to a file that has an input for
// them. Otherwise the file has a vocabulary of its own.
func promptYOLOWorld(ctx context.Context, env nodes.Env, cfg Config, m models.Model) (prompt, error) {
	file, _ := m.File("detector")
	i := slices.IndexFunc(file.Inputs, isEmbeddings)
	if i < 0 {
		return promptBaked(cfg, m)
	}
	want := file.Inputs[i]
	p := prompt{phraseOf: inOrder(len(cfg.Text))}
	rows, err := text.Embed(ctx, env, m, cfg.Text, cfg.run(), p.warn)
	if err != nil {
		return prompt{}, err
	}
	if len(rows[0]) != int(want.Shape[2]) {
		return prompt{}, fmt.Errorf("model %s: its text-encoder gives %d values, its detector's input %s wants %d", m.Name, len(rows[0]), want.Name, want.Shape[2])
	}
	// To say a phrase twice changes no other phrase's score: the model's attention
	// to text takes the maximum over the phrases.
	for len(rows) < int(want.Shape[1]) {
		rows = append(rows, rows[0])
	}
	p.inputs = map[string]ort.Tensor{want.Name: {
		Shape: []int64{1, int64(len(rows)), want.Shape[2]}, Data: slices.Concat(rows...),
	}}
	return p, nil
}

// inOrder is a column for each of n phrases.
func inOrder(n int) []int {
	columns := make([]int, n)
	for i := range columns {
		columns[i] = i
	}
	return columns
}

// promptBaked tells the model nothing and picks the columns of the phrases.
func promptBaked(cfg Config, m models.Model) (prompt, error) {
	labels, err := vocabularyOf(m)
	p := prompt{phraseOf: inOrder(len(labels))}
	for i, label := range labels {
		if len(cfg.Text) > 0 {
			p.phraseOf[i] = slices.Index(cfg.Text, label)
		}
	}
	return p, err
}

// promptGroundingDINO gives one row of tokens: the phrases, each with a full stop.
func promptGroundingDINO(_ context.Context, env nodes.Env, cfg Config, m models.Model) (prompt, error) {
	bert, err := text.Load(env, m, text.ReadBERT)
	if err != nil {
		return prompt{}, err
	}
	row, p := []int64{bert.Begin}, prompt{phraseOf: []int{-1}}
	for i, phrase := range cfg.Text {
		ids := bert.Encode(phrase)
		row = append(append(row, ids...), bert.Stop)
		p.phraseOf = append(append(p.phraseOf, slices.Repeat([]int{i}, len(ids))...), -1)
	}
	row = append(row, bert.End)
	file, _ := m.File("detector")
	if most := tokenDimension(file, 1, 256); len(row) > most {
		return prompt{}, fmt.Errorf("model %s: the phrases are %d tokens, it takes %d at most: use fewer or shorter ones", m.Name, len(row), most)
	}
	p.inputs = text.Tensors([][]int64{row}, tokenDimension(file, 1, len(row)))
	return p, nil
}

// tokenDimension is a dimension of input_ids, or free when the entry leaves it open.
func tokenDimension(file models.File, i, free int) int {
	for _, t := range file.Inputs {
		if t.Name == "input_ids" && len(t.Shape) > i && t.Shape[i] > 0 {
			return int(t.Shape[i])
		}
	}
	return free
}
