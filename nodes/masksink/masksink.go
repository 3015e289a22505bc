// Package masksink is the node MaskSink: it writes what a graph found, as a
// video or pictures with the masks drawn in, as COCO JSON, as palette PNGs and
// as JSON Lines, any of them at once.
//
// Every output is written under a temporary name and gets its own name when it
// is complete. What a broken-off run leaves is whole too, but called
// NAME.incomplete.EXT. A process that is killed over it loses nothing: the next one
// goes on from the last snapshot (see sink.restore).
package masksink

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// Factory makes MaskSink nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "MaskSink",
	Doc: "Writes what was found: drawn into a video or pictures, as COCO JSON, as palette PNGs, as JSON Lines. " +
		"{stream} in a path becomes the video's name and gives each video a file of its own. Folders are made. " +
		"A file appears under its name when it is complete; what a broken-off run leaves is called NAME.incomplete.EXT. " +
		"In a plugin that dies it goes on as if nothing had happened.",
	In: []nodes.Port{
		{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture to draw on."},
		{Name: "instances", Type: nodes.TypeBoxes, Doc: "What was found on it. Masks and tracks may be missing: what there is gets written."},
	},
}, Config{Draw: draw.Default()}, open)

// Config is what a graph file may say about a MaskSink.
type Config struct {
	Overlay string     `yaml:"overlay" output:"true" doc:"The picture with the masks drawn in: a video (.mp4 H.264 for every player and browser, .mkv FFV1 without loss, .avi MJPEG, .webm VP9) or pictures (.png, .jpg). {stream} and, for pictures, {frame} (the number, or the name of the picture file) are filled in; without them the second stream and the second picture get them appended. Odd sizes grow by a row or column. While nobody looks (a detector's every), a video goes on showing what was seen last. A video takes twice its room for a moment at its end."`
	COCO    string     `yaml:"coco" output:"true" doc:"A COCO JSON file with masks as compressed RLE, scores and track ids. Categories are numbered from 1 as they appear. One file for all videos unless {stream} is in the path. Frames that nobody looked at are left out."`
	Masks   string     `yaml:"masks" output:"true" doc:"A folder for one palette PNG a frame, as in DAVIS: the value of a pixel is the track id, or else the lowest number that is free on the frame; where masks overlap the higher score wins. A frame with an id above 255 becomes a 16-bit gray PNG. Frames that nobody looked at are left out."`
	JSONL   string     `yaml:"jsonl" output:"true" doc:"A JSON Lines file, a line a frame, with what prompted each mask; - writes to the standard output, of the host only. One file for all videos unless {stream} is in the path."`
	FPS     float64    `yaml:"fps" doc:"Frames per second of an overlay video, 1 to 240, whatever the times of its frames. 0 shows every frame at its own time; .avi, which cannot, gets the mean rate. Every frame is written once."`
	Draw    draw.Style `yaml:"draw" doc:"What the overlay shows."`
}

// Validate reports settings that cannot work.
func (c Config) Validate() error {
	var errs []error
	if c.Overlay == "" && c.COCO == "" && c.Masks == "" && c.JSONL == "" {
		errs = append(errs, errors.New("overlay: nothing to write: set at least one of overlay, coco, masks, jsonl"))
	}
	if c.FPS != 0 && (c.FPS < 1 || c.FPS > 240) {
		errs = append(errs, fmt.Errorf("fps: must be 0 or in [1, 240], got %v", c.FPS))
	}
	return errors.Join(append(errs, c.Draw.Validate(), c.validatePaths())...)
}

type node struct {
	log       *slog.Logger
	resumable bool
	sinks     []*sink
	streams   names
	frames    frameNames
	now       record // of the last frame, without what it borrowed
	counters  map[string]int64
	files     []string
	warnings  []string
}

func open(_ context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	return newNode(env, cfg, os.Stdout), nil
}

func newNode(env nodes.Env, cfg Config, stdout io.Writer) *node {
	n := &node{
		log:       env.Log,
		resumable: env.Resumable,
		streams:   names{},
		counters:  map[string]int64{"frames": 0, "instances": 0, "masks": 0},
	}
	if n.log == nil {
		n.log = slog.New(slog.DiscardHandler)
	}
	n.sinks = sinksOf(cfg, stdout, env.Resumable, n.warn)
	return n
}

// Process writes one frame to every output.
func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if err := ctx.Err(); err != nil {
		return nodes.Packet{}, err
	}
	frame, found := in.Frame("frame"), in.Instances("instances")
	if err := check(frame, found); err != nil {
		return nodes.Packet{}, err
	}
	if err := n.advance(in.Stamp); err != nil {
		return nodes.Packet{}, err
	}
	r := n.now
	r.frame, r.found = frame, found
	for _, s := range n.sinks {
		if err := s.write(r); err != nil {
			return nodes.Packet{}, err
		}
	}
	n.count(found)
	return nodes.Packet{}, nil
}

func (n *node) Finish(context.Context) error {
	return errors.Join(n.settle(anySink, true), n.frames.forget())
}

func (n *node) Close() error {
	err := n.settle(anySink, false)
	if n.resumable {
		return errors.Join(err, n.frames.close())
	}
	return errors.Join(err, n.frames.forget())
}

func (n *node) Report() nodes.Report {
	return nodes.Report{Counters: maps.Clone(n.counters), Files: slices.Clone(n.files), Warnings: slices.Clone(n.warnings)}
}

func (n *node) count(found *nodes.Instances) {
	n.counters["frames"]++
	n.counters["instances"] += int64(len(found.Items))
	for _, it := range found.Items {
		if it.Mask != nil {
			n.counters["masks"]++
		}
	}
}

func (n *node) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	n.warnings = append(n.warnings, text)
	n.log.Warn(text)
}

var (
	_ nodes.Finisher    = (*node)(nil)
	_ nodes.Reporter    = (*node)(nil)
	_ nodes.Snapshotter = (*node)(nil)
)
