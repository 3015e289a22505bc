package samedges

import (
	"context"
	"math"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// outline is what is left of a mask: the pixels just outside it, and how steeply
// its probability falls there. Nothing else of a mask can be an edge.
type outline struct {
	mask    *nodes.Mask
	iou     float64 // predicted
	outside *nodes.Mask
	slope   []float32 // at each pixel of outside, in the order of its spans
}

func maskOf(o outline) *nodes.Mask { return o.mask }
func iouOf(o outline) float64      { return o.iou }

// outlines are those of all masks of the frame but the redundant ones. Neither
// the predicted IoU nor the stability is asked. Masks that end a cell before the
// frame does have no edge there.
func (n *node) outlines(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame) ([]outline, error) {
	e, computed, err := n.sam.Embed(ctx, stamp, frame)
	if err != nil {
		return nil, err
	}
	defer e.Release()
	if computed {
		n.encoderRuns++
	} else {
		n.embeddingHits++
	}
	prompts := sam.PointPrompts(sam.GridPoints(n.cfg.PointsPerSide, frame.Width, frame.Height))
	found := make([][]outline, len(prompts))
	margin := int(math.Ceil(cell(frame.Width, frame.Height)))
	err = n.sam.Decode(ctx, e, prompts, func(i int, a sam.Answer) {
		for _, c := range a.Ambiguous() {
			mask := e.Mask(c.Logits)
			if mask.Empty() {
				continue
			}
			outside := mask.Grow(1.5).Clip(margin, margin, frame.Width-margin, frame.Height-margin).Subtract(mask)
			found[i] = append(found[i], outline{mask, float64(c.IoU), outside, e.Slope(c.Logits, outside)})
		}
	})
	if err != nil {
		return nil, err
	}
	n.decoderRuns += int64(len(prompts))
	kept := sam.Suppress(slices.Concat(found...), maskOf, iouOf, n.cfg.BoxNMSThresh)
	n.masks += int64(len(kept))
	return kept, nil
}

// draw puts the outline on a plane; the stronger value of each pixel stays.
func (o outline) draw(p *plane) {
	slope := o.slope
	for s := range o.outside.Spans() {
		for y := s.Y1; y < s.Y2; y++ {
			at := y*p.width + s.X
			p.values[at] = max(p.values[at], slope[y-s.Y1])
		}
		slope = slope[s.Y2-s.Y1:]
	}
}
