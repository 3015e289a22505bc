package samprompter

import (
	"context"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// thumbWidth is that of the pictures that are compared.
const thumbWidth = 160

// kept is the latest embedding, with a small picture of its frame.
type kept struct {
	e     *sam.Embedding
	thumb *thumb
}

// serve is the kept embedding if it will do for a frame, else nil.
func (k *kept) serve(r Reuse, stamp nodes.Stamp, frame *nodes.Frame, objects []object) *sam.Embedding {
	if k.e == nil || r.MaxChange == 0 || stamp.Stream != k.e.Stamp.Stream || frame.Width != k.thumb.frameW || frame.Height != k.thumb.frameH {
		return nil
	}
	if age := stamp.PTS - k.e.Stamp.PTS; r.MaxAge > 0 && age > time.Duration(r.MaxAge*float64(time.Second)) {
		return nil
	}
	now := thumbOf(frame, thumbWidth)
	for _, o := range objects {
		if now.change(k.thumb, around(o, frame.Width, frame.Height)) > r.MaxChange {
			return nil
		}
	}
	return k.e
}

func (k *kept) keep(r Reuse, e *sam.Embedding, frame *nodes.Frame) {
	if r.MaxChange == 0 {
		return
	}
	if k.e != nil {
		k.e.Release()
	}
	k.e, k.thumb = e.Retain(), thumbOf(frame, thumbWidth)
}

// around is where a change of the picture matters to an object: its box, grown by
// half its size, and as much around its points. What has points alone is taken to be
// up to a quarter of the frame's size.
func around(o object, width, height int) nodes.Box {
	b := o.prompt.Box
	w, h := b.Width()/2, b.Height()/2
	b = nodes.Box{X1: b.X1 - w, Y1: b.Y1 - h, X2: b.X2 + w, Y2: b.Y2 + h}
	if !o.prompt.HasBox() {
		w, h = float32(width)/8, float32(height)/8
	}
	if !o.prompt.HasBox() && len(o.prompt.Points) == 0 {
		return nodes.Box{X2: float32(width), Y2: float32(height)} // words may mean anything on it
	}
	for _, p := range o.prompt.Points {
		at := nodes.Box{X1: p.X - w, Y1: p.Y - h, X2: p.X + w, Y2: p.Y + h}
		if b.Area() == 0 {
			b = at
		} else {
			b = b.Union(at)
		}
	}
	return b
}

// embed is the embedding that serves a frame: its own, or an earlier one that will do.
// The caller releases it.
func (n *node) embed(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame, objects []object) (*sam.Embedding, error) {
	if e := n.kept.serve(n.cfg.Reuse, stamp, frame, objects); e != nil {
		n.embeddingReuses++
		return e.Retain(), nil
	}
	e, computed, err := n.sam.Embed(ctx, stamp, frame)
	if err != nil {
		return nil, err
	}
	n.encoded(computed)
	n.kept.keep(n.cfg.Reuse, e, frame)
	return e, nil
}

func (n *node) encoded(computed bool) {
	if computed {
		n.encoderRuns++
	} else {
		n.embeddingHits++
	}
}
