// Package recorder is the node Recorder: it records what a graph sees without an end,
// with the masks drawn in, in video files of a minute or so, and removes old ones.
//
// Nothing it meets ends a live graph: a full disk, or one that is gone, costs the
// recording until it is there again. What was recorded outlives the process: packets go
// to a log at once (see package av); a video file is made of it behind the graph's back
// when the segment is over, or by the next run if this one is killed.
package recorder

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// Factory makes Recorder nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "Recorder",
	Doc: "Records the frames with the masks drawn in, without an end, in segments: video files with an end that players know. " +
		"Old ones are removed as keep says; other files never are. A full disk does not end the run: frames that are not recorded are counted, and it goes on when there is room. " +
		"A segment appears under its name when it is complete; one that a death cut short, at the next start.",
	In: []nodes.Port{
		{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture to record."},
		{Name: "instances", Type: nodes.TypeBoxes, Optional: true, Doc: "What was found on it, to be drawn."},
	},
}, Config{Length: 60, Draw: draw.Default()}, open)

type node struct {
	cfg       Config
	log       *slog.Logger
	painter   draw.Painter
	seen      *nodes.Instances // last: shown on while nobody looks
	stream    string           // of recording
	recording *recording       // nil before the first frame
	counts    counts
}

func open(_ context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	n := &node{cfg: cfg, log: env.Log, painter: draw.Painter{Style: cfg.Draw}}
	if n.log == nil {
		n.log = slog.New(slog.DiscardHandler)
	}
	return n, nil
}

// Process records one frame, if that is possible.
func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if err := ctx.Err(); err != nil {
		return nodes.Packet{}, err
	}
	frame, found := in.Frame("frame"), in.Instances("instances")
	if frame == nil {
		return nodes.Packet{}, errors.New("frame: nothing came in: connect the port to the node that gives the pictures")
	}
	if err := n.begin(in.Stamp.Stream); err != nil {
		return nodes.Packet{}, err
	}
	if found != nil && (!found.Skipped || n.seen == nil) {
		n.seen = found
	}
	var items []nodes.Instance
	if n.seen != nil {
		items = n.seen.Items
	}
	if !n.recording.ready() {
		return nodes.Packet{}, nil
	}
	picture, err := n.painter.Paint(frame, items, true)
	if err != nil {
		return nodes.Packet{}, err
	}
	defer picture.Release()
	return nodes.Packet{}, n.recording.write(picture, in.Stamp)
}

// begin sees to it that there is a recording of the stream.
func (n *node) begin(stream string) error {
	if n.recording != nil && n.stream == stream {
		return nil
	}
	if err := n.end(); err != nil {
		return err
	}
	r, err := newRecording(n.cfg, stream, n.log, &n.counts)
	if err != nil {
		return fmt.Errorf("path: %w", err)
	}
	n.stream, n.recording, n.seen = stream, r, nil
	return nil
}

func (n *node) end() error {
	if n.recording == nil {
		return nil
	}
	err := n.recording.close()
	n.recording = nil
	return err
}

// Finish completes the last segment.
func (n *node) Finish(context.Context) error { return n.end() }

// Close completes it as well: what was recorded is no less true when the run is broken
// off.
func (n *node) Close() error { return n.end() }

func (n *node) Report() nodes.Report { return n.counts.report() }

var (
	_ nodes.Finisher = (*node)(nil)
	_ nodes.Reporter = (*node)(nil)
)
