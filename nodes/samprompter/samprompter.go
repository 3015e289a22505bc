// Package samprompter turns prompts into instance masks with Segment Anything
// (Kirillov et al., 2023): a frame is encoded once, and each box on it is decoded
// into one mask.
package samprompter

import (
	"context"
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
)

// Factory makes SAMPrompter nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "SAMPrompter",
	Doc: "Makes an instance mask of every box with a Segment Anything model. A frame is encoded once, " +
		"whatever the number of boxes, and not at all when it has none; prompters of one model share the encoding.",
	In: []nodes.Port{
		{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."},
		{Name: "boxes", Type: nodes.TypeBoxes, Doc: "What to segment. Any node that gives boxes will do."},
	},
	Out: []nodes.Port{
		{Name: "instances", Type: nodes.TypeMasks, Doc: "The instances of boxes, each with its mask, predicted IoU and stability."},
	},
}, Config{Model: "mobile-sam"}, open)

// Config is what a graph file may say about a SAMPrompter.
type Config struct {
	Model           string  `yaml:"model" doc:"Name of a segmentation model in models/models.yaml."`
	MinPredictedIoU float64 `yaml:"min_predicted_iou" doc:"Masks that the model itself thinks worse of are dropped, 0 to 1. It is over-confident: below 0.7 hardly anything is bad."`
	MaxInstances    int     `yaml:"max_instances" doc:"At most so many boxes a frame are segmented, best score first. 0: all."`
	Threads         int     `yaml:"threads" doc:"Processors that the model may use. 0: all."`
}

// Validate checks the settings.
func (c Config) Validate() error {
	var errs []error
	if m, err := models.Lookup(c.Model); err != nil {
		errs = append(errs, fmt.Errorf("model: %w", err))
	} else if m.Task != "segment" {
		errs = append(errs, fmt.Errorf("model: %s is no segmentation model (its task is %s)", c.Model, m.Task))
	}
	if c.MinPredictedIoU < 0 || c.MinPredictedIoU > 1 {
		errs = append(errs, fmt.Errorf("min_predicted_iou: must be in [0, 1], got %g", c.MinPredictedIoU))
	}
	if c.MaxInstances < 0 {
		errs = append(errs, fmt.Errorf("max_instances: must be at least 0, got %d", c.MaxInstances))
	}
	if c.Threads < 0 {
		errs = append(errs, fmt.Errorf("threads: must be at least 0, got %d", c.Threads))
	}
	return errors.Join(errs...)
}

type node struct {
	cfg   Config
	sam   *segmenter
	letGo func() error

	encoderRuns, embeddingHits, decoderRuns, rejected int64
}

func open(_ context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	sam, letGo, err := openSegmenter(env, cfg.Model, cfg.Threads)
	if err != nil {
		return nil, err
	}
	return &node{cfg: cfg, sam: sam, letGo: letGo}, nil
}

func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	frame, boxes := in.Frame("frame"), in.Instances("boxes")
	found := &nodes.Instances{Width: frame.Width, Height: frame.Height, Skipped: boxes.Skipped}
	var out nodes.Packet
	out.Put("instances", found)
	prompts := strongest(boxes.Items, n.cfg.MaxInstances)
	if len(prompts) == 0 {
		return out, nil
	}
	embedding, computed, err := n.sam.embed(ctx, in.Stamp, frame)
	if err != nil {
		return nodes.Packet{}, err
	}
	if computed {
		n.encoderRuns++
	} else {
		n.embeddingHits++
	}
	n.decoderRuns += int64(len(prompts))
	masked, err := n.sam.decodeAll(ctx, embedding, prompts)
	if err != nil {
		return nodes.Packet{}, err
	}
	for _, inst := range masked {
		if inst.Mask.Empty() || float64(inst.PredictedIoU) < n.cfg.MinPredictedIoU {
			n.rejected++
			continue
		}
		found.Items = append(found.Items, inst)
	}
	return out, nil
}

// Report counts runs of the encoder and the decoder. Over all prompters of one
// model, encoder_runs is the number of frames that had prompts.
func (n *node) Report() nodes.Report {
	return nodes.Report{Counters: map[string]int64{
		"encoder_runs":   n.encoderRuns,
		"embedding_hits": n.embeddingHits,
		"decoder_runs":   n.decoderRuns,
		"rejected":       n.rejected,
	}}
}

func (n *node) Close() error { return n.letGo() }

var (
	_ nodes.Node     = (*node)(nil)
	_ nodes.Reporter = (*node)(nil)
)
