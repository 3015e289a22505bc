// Package samprompter turns prompts into instance masks with Segment Anything
// (Kirillov et al., 2023): a frame is encoded once, and each prompt on it is decoded
// into a mask.
package samprompter

import (
	"context"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// Factory makes SAMPrompter nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "SAMPrompter",
	Doc: "Makes an instance mask of every box with a Segment Anything model, and of every prompt that is set. A frame " +
		"is encoded once, whatever the number of prompts, and not at all when it has none; prompters of one model share " +
		"the encoding. With follow it keeps what it was shown once, through the video.",
	In: []nodes.Port{
		{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."},
		{Name: "boxes", Type: nodes.TypeBoxes, Optional: true, Doc: "What to segment: boxes, points, or masks to refine. Any node that gives boxes will do. Without it, prompts say what."},
	},
	Out: []nodes.Port{
		{Name: "instances", Type: nodes.TypeMasks, Doc: "An instance for every prompt, with its mask, predicted IoU, stability and where the mask came from; with follow its track too."},
	},
}, defaults, open)

type node struct {
	cfg      Config
	entry    models.Model
	pictures []*picture  // the masks of cfg.Prompts
	texts    [][]float32 // CLIP's embeddings of their texts, nil for those without
	warnings []string
	sam      *sam.Model
	letGo    func() error

	twice   twice
	memory  memory
	kept    kept
	now     *thumb // of the frame, when things are followed
	idle    bool   // nothing was connected, set or pointed at so far
	carrier carrier
	counts  keyCounts

	encoderRuns, embeddingHits, embeddingReuses, decoderRuns, rejected, born int64
}

func open(ctx context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	pictures, err := readPictures(cfg.Prompts)
	if err != nil {
		return nil, err
	}
	entry, err := models.Lookup(cfg.Model)
	if err != nil {
		return nil, err
	}
	n := &node{cfg: cfg, entry: entry, pictures: pictures, twice: twice{env: env}}
	if cfg.Keyframe.on() {
		n.carrier.flow, n.carrier.work = cv.NewFlow(), n.work
	}
	if err := n.readTexts(ctx, env); err != nil {
		return nil, err
	}
	o := cfg.options()
	o.Ahead = n.Ahead() > 0 && o.AheadPays(env)
	n.twice.open = o.Ahead
	if n.sam, n.letGo, err = sam.Open(env, o); err != nil {
		return nil, err
	}
	return n, nil
}

func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	n.wake()
	frame, boxes := in.Frame("frame"), in.Instances("boxes")
	found := &nodes.Instances{Width: frame.Width, Height: frame.Height, Skipped: n.skipped(boxes)}
	var out nodes.Packet
	out.Put("instances", found)
	var err error
	switch {
	case n.cfg.Keyframe.on():
		found.Items, err = n.carry(ctx, in.Stamp, frame, boxes)
		found.Skipped = found.Skipped && len(found.Items) == 0
	case !found.Skipped:
		found.Items, err = n.each(ctx, in.Stamp, frame, boxes)
	}
	if err != nil {
		return nodes.Packet{}, err
	}
	return out, nil
}

// each is what is found when every frame is encoded.
func (n *node) each(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame, boxes *nodes.Instances) ([]nodes.Instance, error) {
	objects, err := n.objects(stamp, frame, boxes)
	if err != nil || len(objects) == 0 {
		return nil, err
	}
	e, err := n.embed(ctx, stamp, frame, objects)
	if err != nil {
		return nil, err
	}
	defer e.Release()
	if err := n.segment(ctx, e, stamp, frame.Width, frame.Height, objects); err != nil {
		return nil, err
	}
	items, _ := n.account(stamp, frame.Width, frame.Height, objects)
	return items, nil
}

// account remembers what was found of objects, and is the instances of it.
func (n *node) account(stamp nodes.Stamp, width, height int, objects []object) ([]nodes.Instance, []*object) {
	n.decoderRuns += int64(len(objects) * (n.cfg.Refine + 1))
	n.keep(stamp, objects)
	return n.finish(objects, width, height)
}

// skipped says that nobody has looked at a frame, nor will anybody here.
func (n *node) skipped(boxes *nodes.Instances) bool {
	return boxes != nil && boxes.Skipped && len(n.cfg.Prompts) == 0 && !n.cfg.Follow
}

// keep remembers what the next frame's masks depend on.
func (n *node) keep(stamp nodes.Stamp, objects []object) {
	objects = n.keepPointed(stamp, objects)
	if n.cfg.Follow {
		n.keepFollowing(stamp, objects)
	} else {
		n.memory.keep(objects)
	}
	n.memory.Pointed.hide(objects)
}

func (n *node) Close() error {
	n.carrier.drop()
	n.carrier.forget()
	return n.letGo()
}

var (
	_ nodes.Node        = (*node)(nil)
	_ nodes.Reporter    = (*node)(nil)
	_ nodes.Snapshotter = (*node)(nil)
	_ nodes.Commander   = (*node)(nil)
)
