// Package masksink is the node MaskSink: it writes what a graph found, as a
// video or pictures with the masks drawn in and in the files that other programs
// read (package formats), any of them at once.
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
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// Factory makes MaskSink nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "MaskSink",
	Doc: "Writes what was found in any number of forms at once, each with a setting of its own: drawn into a video or pictures, " +
		"and in the files that other programs read. " +
		"{stream} in a path becomes the video's name and gives each video a file of its own. Folders are made. " +
		"A file appears under its name when it is complete; what a broken-off run leaves is called NAME.incomplete.EXT. " +
		"In a plugin that dies it goes on as if nothing had happened.",
	In: []nodes.Port{
		{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture to draw on."},
		{Name: "instances", Type: nodes.TypeBoxes, Doc: "What was found on it. Masks and tracks may be missing: what there is gets written."},
	},
}, Config{Draw: draw.Default(), Cutouts: Cutouts{Every: 1}}, open)

type node struct {
	log       *slog.Logger
	resumable bool
	maxAge    time.Duration // 0: none
	sinks     []*sink
	streams   files.Names
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
		streams:   files.Names{},
		maxAge:    time.Duration(cfg.MaxAge * float64(time.Second)),
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
	if err := nodes.TooOld(in.Stamp, n.maxAge); err != nil {
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
	r.frame, r.found, r.aside, r.picture = frame, found, n.aside(), n.pictureName(r)
	for _, s := range n.sinks {
		if err := s.write(r); err != nil {
			return nodes.Packet{}, err
		}
	}
	n.count(found)
	return nodes.Packet{}, nil
}

func (n *node) Finish(ctx context.Context) error {
	err := n.settle(anySink, true, n.resumable && nodes.Interrupted(ctx))
	return errors.Join(err, n.frames.leave(n.resumable && nodes.Interrupted(ctx)))
}

func (n *node) Close() error {
	err := n.settle(anySink, false, n.resumable)
	return errors.Join(err, n.frames.leave(n.resumable))
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
