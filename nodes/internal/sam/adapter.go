package sam

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// adapter runs a decoder of any form but the public export with a single mask.
type adapter struct {
	form
	name    string // of the model
	session *ort.Session
	atOnce  int   // batches
	points  int64 // how many points a prompt has, with padding; 0: as many as it needs
	words   int64 // how long an embedding of text is; 0: it takes none
}

func openAdapter(env nodes.Env, entry models.Model, f form, o Options) (decoder, func() error, error) {
	decoder, _ := entry.File("decoder") // ort.Open complains when there is none
	encoder, _ := entry.File("encoder")
	if len(decoder.Inputs) != len(f.inputs) || len(decoder.Outputs) != 2 || len(encoder.Outputs) < f.features {
		return nil, nil, fmt.Errorf("model %s: a model of the form %s has an encoder with %d outputs and a decoder with %d inputs and 2 outputs; its entry has %d, %d and %d",
			entry.Name, entry.Decode, f.features, len(f.inputs), len(encoder.Outputs), len(decoder.Inputs), len(decoder.Outputs))
	}
	words, err := f.words(entry.Name, decoder.Inputs)
	if err != nil {
		return nil, nil, err
	}
	session, letGo, err := ort.Open(env, entry, "decoder", o.run(env))
	return &adapter{form: f, name: entry.Name, session: session, atOnce: o.atOnce(), points: f.pad(decoder.Inputs), words: words}, letGo, err
}

func (d *adapter) decode(ctx context.Context, e *Embedding, prompts []Prompt, each func(i int, a Answer)) error {
	for i, p := range prompts {
		if err := d.check(p); err != nil {
			return fmt.Errorf("%s: prompt %d: %w", d.name, i, err)
		}
	}
	most := 1
	if d.batched {
		most = share(len(prompts), d.atOnce)
	}
	return inParallel(batches(e, prompts, most), d.atOnce, each, func(b batch, each func(int, Answer)) error {
		return d.run(ctx, e, b, prompts, each)
	})
}

// check says what of a prompt the decoder cannot take.
func (d *adapter) check(p Prompt) error {
	if p.Logits != nil && !d.takesMasks {
		return errors.New("its decoder takes no mask as a prompt")
	}
	switch n := int64(len(p.Text)); {
	case n > 0 && d.words == 0:
		return errors.New("its decoder takes no text as a prompt")
	case n > 0 && n != d.words:
		return fmt.Errorf("its decoder takes embeddings of text with %d values, its text-encoder gives %d", d.words, n)
	}
	if d.noBackground && slices.ContainsFunc(p.Points, func(pt nodes.Point) bool { return pt.Background }) {
		return errors.New("its decoder takes no points of the background")
	}
	corners := 0
	if p.HasBox() {
		corners = 2
	}
	if n := corners + len(p.Points); d.points > 0 && n > int(d.points) {
		return fmt.Errorf("its decoder takes at most %d points, a box being two of them; got %d", d.points, n)
	}
	return nil
}

func (d *adapter) run(ctx context.Context, e *Embedding, b batch, prompts []Prompt, each func(i int, a Answer)) error {
	r := d.request(e, b, prompts)
	in := make([]ort.Tensor, len(d.inputs))
	for i, input := range d.inputs {
		in[i] = input(r)
	}
	out := make([]ort.Tensor, 2) // made by Run: forms differ in how many masks they give
	if err := d.session.Run(ctx, in, out); err != nil {
		return err
	}
	scores, masks := out[d.scores].Data, out[1-d.scores]
	n := len(b.indices)
	k := len(scores) / n
	if k < 1 || k > 4 || len(scores) != n*k || len(masks.Data) != n*k*Grid*Grid {
		return fmt.Errorf("%s: decoder gives scores of shape %v and masks of shape %v, want 1 to 4 of %dx%d a prompt",
			d.name, out[d.scores].Shape, masks.Shape, Grid, Grid)
	}
	for i, at := range b.indices {
		a := make(Answer, k)
		for j := range a {
			m := i*k + j
			a[j] = Candidate{Token: firstToken(k) + j, IoU: scores[m], Logits: masks.Data[m*Grid*Grid : (m+1)*Grid*Grid]}
		}
		each(at, a)
	}
	return nil
}

// firstToken is what the first of k masks is: three are those of an ambiguous
// prompt.
func firstToken(k int) int {
	if k == 3 {
		return 1
	}
	return 0
}
