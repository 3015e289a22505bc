// Package samedges is the node that finds the edges of things with Segment
// Anything (Kirillov et al., 2023, "zero-shot edge detection").
package samedges

import (
	"context"
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// Factory makes SAMEdges nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "SAMEdges",
	Doc: "Draws the edges of everything on a frame: a Segment Anything model is asked about a grid of points, and where the masks " +
		"end steeply there is an edge. They are the outlines of things and of their parts, not of texture. As slow as a " +
		"SAMEverything of as many points; behind one encoding of the frame when they share a model.",
	In:  []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."}},
	Out: []nodes.Port{{Name: "edges", Type: nodes.TypeFrame, Doc: "A gray picture of the same size: 0 is no edge, 255 the surest edge of this frame."}},
}, Config{Model: "mobile-sam", Device: "cpu", PointsPerSide: 16, BoxNMSThresh: 0.7, Thin: true}, open)

// Config is what a graph file may say about a SAMEdges.
type Config struct {
	Model         string  `yaml:"model" doc:"Name of a segmentation model in models/models.yaml."`
	PointsPerSide int     `yaml:"points_per_side" doc:"The model is asked about so many points along each side of the frame: 16 are 256 prompts."`
	BoxNMSThresh  float64 `yaml:"box_nms_thresh" doc:"Of two masks whose boxes overlap more (IoU), only the one with the higher predicted IoU gives edges. 1: all do."`
	Thin          bool    `yaml:"thin" doc:"Edges become lines: only the strongest pixel across each stays."`
	Threads       int     `yaml:"threads" doc:"Processors that the model may use. 0: as many as the graph says, or all."`
	Device        string  `yaml:"device" doc:"What the model runs on. auto: the first of cuda, coreml, directml and cpu that is there. maskgraph devices shows what this machine has." enum:"cpu,cuda,tensorrt,openvino,coreml,directml,webgpu,auto"`
}

// Validate checks the settings.
func (c Config) Validate() error {
	errs := []error{c.options().Validate()}
	if c.PointsPerSide < 1 || c.PointsPerSide > 256 {
		errs = append(errs, fmt.Errorf("points_per_side: must be in [1, 256], got %d", c.PointsPerSide))
	}
	if !(c.BoxNMSThresh >= 0 && c.BoxNMSThresh <= 1) {
		errs = append(errs, fmt.Errorf("box_nms_thresh: must be in [0, 1], got %v", c.BoxNMSThresh))
	}
	return errors.Join(errs...)
}

func (c Config) options() sam.Options {
	return sam.Options{Name: c.Model, Threads: c.Threads, Device: c.Device}
}

type node struct {
	cfg   Config
	env   nodes.Env
	sam   *sam.Model
	letGo func() error

	encoderRuns, embeddingHits, decoderRuns, masks int64
}

func open(_ context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	model, letGo, err := sam.Open(env, cfg.options())
	if err != nil {
		return nil, err
	}
	return &node{cfg: cfg, env: env, sam: model, letGo: letGo}, nil
}

func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	frame := in.Frame("frame")
	outlines, err := n.outlines(ctx, in.Stamp, frame)
	if err != nil {
		return nodes.Packet{}, err
	}
	strength := newPlane(frame.Width, frame.Height)
	for _, o := range outlines {
		o.draw(strength)
	}
	// the masks of one thing end a pixel or two apart, and their outlines are to become one
	strength = strength.blur(max(1, cell(frame.Width, frame.Height)/2))
	if n.cfg.Thin {
		strength = strength.thin()
	}
	edges, err := n.picture(strength)
	if err != nil {
		return nodes.Packet{}, err
	}
	var out nodes.Packet
	out.Put("edges", edges)
	return out, nil
}

// picture is a plane as a gray frame, its strongest value 255.
func (n *node) picture(p *plane) (*nodes.Frame, error) {
	newFrame := n.env.NewFrame
	if newFrame == nil {
		newFrame = func(w, h int, format nodes.PixelFormat) (*nodes.Frame, error) {
			return nodes.NewFrame(w, h, format, make([]byte, w*h*format.Channels()), nil), nil
		}
	}
	f, err := newFrame(p.width, p.height, nodes.Gray8)
	if err != nil {
		return nil, err
	}
	p.writeGray(f.Pix)
	return f, nil
}

// Report counts runs of the encoder, prompts to the decoder, and the masks whose
// edges were drawn.
func (n *node) Report() nodes.Report {
	return nodes.Report{
		Counters: map[string]int64{
			"encoder_runs":   n.encoderRuns,
			"embedding_hits": n.embeddingHits,
			"decoder_runs":   n.decoderRuns,
			"masks":          n.masks,
		},
		Facts: n.sam.Facts(),
	}
}

func (n *node) Close() error { return n.letGo() }

var (
	_ nodes.Node     = (*node)(nil)
	_ nodes.Reporter = (*node)(nil)
)
