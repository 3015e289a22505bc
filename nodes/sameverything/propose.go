package sameverything

import (
	"context"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// proposal is a mask that passed the filters.
type proposal struct {
	nodes.Instance
	predicted float64 // its IoU as it came, which may be above 1
	smallCrop float64 // higher for smaller crops
}

func maskOf(p proposal) *nodes.Mask  { return p.Mask }
func predictedOf(p proposal) float64 { return p.predicted }
func smallCropOf(p proposal) float64 { return p.smallCrop }

// propose looks at a frame and, if the settings say so, at crops of it.
func (n *node) propose(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame) ([]proposal, error) {
	crops := sam.Crops(frame.Width, frame.Height, n.cfg.CropNLayers, n.cfg.CropOverlapRatio)
	var all []proposal
	for _, crop := range crops {
		found, err := n.look(ctx, stamp, frame, crop)
		if err != nil {
			return nil, err
		}
		all = append(all, sam.Suppress(found, maskOf, predictedOf, n.cfg.BoxNMSThresh)...)
	}
	if len(crops) > 1 {
		all = sam.Suppress(all, maskOf, smallCropOf, n.cfg.CropNMSThresh)
	}
	return all, nil
}

// batch is how many prompts go to the decoder between two lines of the log.
const batch = 64

// look asks about every point of a crop.
func (n *node) look(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame, crop sam.Crop) ([]proposal, error) {
	e, err := n.embed(ctx, stamp, frame, crop)
	if err != nil {
		return nil, err
	}
	defer e.Release()
	points := sam.GridPoints(n.cfg.pointsIn(crop.Layer), crop.Dx(), crop.Dy())
	f := filter{cfg: n.cfg, e: e, crop: crop, width: frame.Width, height: frame.Height}
	var all []proposal
	for part := range slices.Chunk(points, batch) {
		found := make([][]proposal, len(part))
		err := n.sam.Decode(ctx, e, sam.PointPrompts(part), func(i int, a sam.Answer) {
			n.candidates += int64(len(a.Ambiguous()))
			found[i] = f.pass(part[i], a)
		})
		if err != nil {
			return nil, err
		}
		n.decoderRuns += int64(len(part))
		all = append(all, slices.Concat(found...)...)
		n.log.Debug("points asked about", "frame", stamp, "crop", crop.Rectangle, "now", len(part), "of", len(points), "good masks so far", len(all))
	}
	return all, nil
}

// embed encodes a crop. The whole frame's embedding is shared with other nodes.
func (n *node) embed(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame, crop sam.Crop) (*sam.Embedding, error) {
	if crop.Layer == 0 {
		e, computed, err := n.sam.Embed(ctx, stamp, frame)
		if err == nil && computed {
			n.encoderRuns++
		} else if err == nil {
			n.embeddingHits++
		}
		return e, err
	}
	picture := crop.Cut(frame)
	defer picture.Release()
	e, err := n.sam.Encode(ctx, stamp, picture)
	if err == nil {
		n.encoderRuns++
	}
	return e, err
}
