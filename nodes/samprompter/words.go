package samprompter

import (
	"context"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/internal/text"
)

// readTexts asks the model's text encoder, once, about what prompts say in words: the
// paper's own way from text to masks (Kirillov et al., 2023, appendix D.5), in which
// the decoder learnt from CLIP's embeddings of pictures and is told those of words.
func (n *node) readTexts(ctx context.Context, env nodes.Env) error {
	n.texts = make([][]float32, len(n.cfg.Prompts))
	var phrases []string
	var of []int // the prompt of each phrase
	for i, p := range n.cfg.Prompts {
		if p.Text != "" {
			phrases, of = append(phrases, p.Text), append(of, i)
		}
	}
	if len(phrases) == 0 {
		return nil
	}
	rows, err := text.Embed(ctx, env, n.entry, phrases, ort.Options{Threads: n.cfg.Threads, Device: n.cfg.Device}, func(i int, text string) {
		n.warnings = append(n.warnings, fmt.Sprintf("prompts[%d].text: %s", of[i], text))
	})
	for i, row := range rows {
		n.texts[of[i]] = row
	}
	return err
}
