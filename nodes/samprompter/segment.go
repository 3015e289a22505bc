package samprompter

import (
	"context"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// segment fills in the masks of objects.
func (n *node) segment(ctx context.Context, e *sam.Embedding, stamp nodes.Stamp, width, height int, objects []object) error {
	for pass := range n.cfg.Refine + 1 {
		prompts := make([]sam.Prompt, len(objects))
		for i := range objects {
			o := &objects[i]
			switch {
			case pass > 0:
				o.prompt.Logits = o.logits
			case o.told != nil:
				o.prompt.Logits = logitsOf(o.told, n.entry.Input, width, height)
			}
			o.prompt.Single = n.single(o)
			prompts[i] = o.prompt
		}
		err := n.sam.Decode(ctx, e, prompts, func(i int, a sam.Answer) {
			n.take(e, stamp, &objects[i], a, pass < n.cfg.Refine)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// take makes instances of an answer. What is to be refined is not enlarged yet.
func (n *node) take(e *sam.Embedding, stamp nodes.Stamp, o *object, a sam.Answer, again bool) {
	chosen := n.choose(e.Stability, o, a)
	o.last = chosen.Token
	if again {
		o.logits = append(o.logits[:0], chosen.Logits...)
		return
	}
	picked := sam.Answer{chosen}
	if _, ambiguous := split(a); n.cfg.Select == "all" && o.pointing == nil && len(ambiguous) > 0 {
		picked = ambiguous
	}
	var ious []float32
	if len(a) > 1 {
		for _, c := range a {
			ious = append(ious, c.IoU)
		}
	}
	for _, c := range picked {
		item := o.Instance
		item.Mask = e.Mask(c.Logits)
		if item.Box.Area() == 0 {
			item.Box = item.Mask.Box()
		}
		item.PredictedIoU = min(max(c.IoU, 0), 1)
		item.Stability = e.Stability(c.Logits, 1)
		item.Origin = &nodes.Origin{
			Prompt: kind(o.prompt), Box: o.prompt.Box, Points: o.prompt.Points,
			Token: c.Token, IoUs: ious, Encoded: e.Stamp.Seq, Age: stamp.PTS - e.Stamp.PTS,
			Steps: slices.Repeat([]string{"refine"}, n.cfg.Refine),
		}
		o.masks = append(o.masks, item)
	}
}

// kind says in words what a prompt consists of.
func kind(p sam.Prompt) string {
	var kinds []string
	if p.HasBox() {
		kinds = append(kinds, "box")
	}
	if len(p.Points) > 0 {
		kinds = append(kinds, "points")
	}
	if p.Logits != nil {
		kinds = append(kinds, "mask")
	}
	if p.Text != nil {
		kinds = append(kinds, "text")
	}
	return strings.Join(kinds, "+")
}
