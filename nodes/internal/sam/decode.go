package sam

import (
	"context"
	"errors"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/samdecoder"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// Grid is the side of the decoder's masks, in cells.
const Grid = 256

// Prompt says what to segment: a box, points, both, and beside them a mask that
// was found before.
type Prompt struct {
	Box    nodes.Box // in pixels of the frame; without area: none
	Points []nodes.Point
	Logits []float32 // of an earlier answer about the same thing, [256,256]; nil: none
	Text   []float32 // CLIP's embedding of words for it, of length 1; nil: none. Few decoders take it: see TakesText
	Single bool      // the single mask is wanted: a decoder that gives one only gives this one
}

// HasBox says whether the prompt has a box.
func (p Prompt) HasBox() bool { return p.Box.Area() > 0 }

// Answer is what a decoder makes of one prompt: four masks as a rule, the single
// one and three of an ambiguous prompt (whole, part, subpart); some decoders give
// fewer.
type Answer []Candidate

// Candidate is one mask of an answer.
type Candidate struct {
	Token  int       // 0: the single mask; 1 to 3: the ambiguous ones
	IoU    float32   // the model's own opinion of the mask, as it came
	Logits []float32 // [256,256], rows from the top, over the padded square: the mask is where they are above 0
}

// decoder is one form in which decoders of the family are exported.
type decoder interface {
	decode(ctx context.Context, e *Embedding, prompts []Prompt, each func(i int, a Answer)) error
}

// openDecoder opens the public export rewritten, or as it is when it is built in
// another way than the rewriting knows.
func openDecoder(env nodes.Env, entry models.Model, o Options) (decoder, func() error, error) {
	if f, ok := forms[entry.Decode]; ok {
		return openAdapter(env, entry, f, o)
	}
	d, letGo, err := openSplit(env, entry, o)
	if missing := (*samdecoder.MissingError)(nil); !errors.As(err, &missing) {
		return d, letGo, err
	}
	if env.Log != nil {
		env.Log.Warn("prompts are decoded one by one, with one mask each", "model", entry.Name, "because", err)
	}
	session, letGo, err := ort.Open(env, entry, "decoder", o.run(env))
	return &loop{session}, letGo, err
}

// The prompt encoder's labels of points (segment_anything's prompt_encoder.py).
const (
	labelPadding     = -1 // not a point
	labelBackground  = 0
	labelForeground  = 1
	labelTopLeft     = 2
	labelBottomRight = 3
)

// tokens are the points of a prompt and their labels as the decoder takes them, in
// coordinates of the square: points, then the corners of the box. Without a box
// there is a point of padding in its place (segment_anything's prompt_encoder.py);
// beside a box one makes the single mask a little better (SAM 2 always has it).
func (e *Embedding) tokens(p Prompt) (coords, labels []float32) {
	sx, sy := e.up.scale()
	most := len(p.Points) + 3
	coords, labels = make([]float32, 0, 2*most), make([]float32, 0, most)
	add := func(x, y, label float32) {
		coords, labels = append(coords, x, y), append(labels, label)
	}
	for _, pt := range p.Points {
		label := float32(labelForeground)
		if pt.Background {
			label = labelBackground
		}
		add((pt.X-0.5)*sx, (pt.Y-0.5)*sy, label) // the decoder adds the half again
	}
	if p.HasBox() {
		add(p.Box.X1*sx, p.Box.Y1*sy, labelTopLeft)
		add(p.Box.X2*sx, p.Box.Y2*sy, labelBottomRight)
	}
	if !p.HasBox() || p.Single {
		add(0, 0, labelPadding)
	}
	return coords, labels
}
