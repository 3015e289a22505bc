// Package sameverything is the node that finds everything there is on a frame,
// whatever it may be: the automatic mask generator of Segment Anything (Kirillov
// et al., 2023).
package sameverything

import (
	"context"
	"log/slog"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// Factory makes SAMEverything nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "SAMEverything",
	Doc: "Masks of everything on a frame, best score first, without any detector: a Segment Anything model is asked about a grid " +
		"of points, and good masks are kept once. Nobody knows what the things are: their label is object, their class -1. It " +
		"serves as a detector, too, and a Tracker behind it gives the things identities. It is slow: a point costs about as much " +
		"as a box of a SAMPrompter, and there are points_per_side squared of them. For videos set points_per_side to 8 to 16, and every; in " +
		"a plugin, raise the plugin's timeout to what a frame takes.",
	In:  []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."}},
	Out: []nodes.Port{{Name: "instances", Type: nodes.TypeMasks, Doc: "What was found, each with its mask, predicted IoU and stability."}},
}, defaults, open)

type node struct {
	cfg   Config
	log   *slog.Logger
	sam   *sam.Model
	letGo func() error

	stream string // of the last frame
	nth    int    // of the next frame of this stream, from 0

	encoderRuns, embeddingHits, decoderRuns, candidates, instances int64
}

func open(_ context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	model, letGo, err := sam.Open(env, cfg.options())
	if err != nil {
		return nil, err
	}
	log := env.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &node{cfg: cfg, log: log, sam: model, letGo: letGo}, nil
}

func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	frame := in.Frame("frame")
	found := &nodes.Instances{Width: frame.Width, Height: frame.Height, Skipped: n.skips(in.Stamp)}
	if !found.Skipped {
		proposals, err := n.propose(ctx, in.Stamp, frame)
		if err != nil {
			return nodes.Packet{}, err
		}
		found.Items = n.finish(proposals, frame.Width, frame.Height)
		n.instances += int64(len(found.Items))
	}
	var out nodes.Packet
	out.Put("instances", found)
	return out, nil
}

// skips says whether nobody looks at this frame. The first frame of a stream is
// always looked at.
func (n *node) skips(at nodes.Stamp) bool {
	if at.Stream != n.stream {
		n.stream, n.nth = at.Stream, 0
	}
	n.nth++
	return (n.nth-1)%n.cfg.Every != 0
}

// Report counts runs of the encoder, one for each crop, prompts to the decoder,
// the masks that it gave, and the instances that were left of them.
func (n *node) Report() nodes.Report {
	return nodes.Report{
		Counters: map[string]int64{
			"encoder_runs":   n.encoderRuns,
			"embedding_hits": n.embeddingHits,
			"decoder_runs":   n.decoderRuns,
			"candidates":     n.candidates,
			"instances":      n.instances,
		},
		Facts: n.sam.Facts(),
	}
}

func (n *node) Close() error { return n.letGo() }

var (
	_ nodes.Node     = (*node)(nil)
	_ nodes.Reporter = (*node)(nil)
)
