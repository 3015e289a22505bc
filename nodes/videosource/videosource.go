// Package videosource reads frames from files, folders, pictures, cameras,
// network streams and synthetic scenes.
package videosource

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// Factory makes VideoSource nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "VideoSource",
	Doc: "Reads frames from a video file, a folder or glob of videos or pictures, a camera, an RTSP or HTTP stream, " +
		"or a synthetic scene. Each video is a stream of its own, named after its file.",
	Out: []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "The pictures, in the order of time."}},
}, Config{FPS: 25, Every: 1, Policy: "auto"}, open)

// Config is what a graph file may say about a VideoSource.
type Config struct {
	URI       string  `yaml:"uri" doc:"What to read: a file, a folder, a glob such as clips/*.mp4, a camera such as 0 or /dev/video0, rtsp://… or http://…, or synthetic:640x480?frames=60&objects=3."`
	Stream    string  `yaml:"stream" doc:"Name of the stream in outputs. Empty: the file's name, or the node's for a camera."`
	Start     float64 `yaml:"start" doc:"Skip what comes before, in seconds from the start of each video."`
	End       float64 `yaml:"end" doc:"Stop there, in seconds from the start of each video. 0: at its end."`
	Every     int     `yaml:"every" doc:"Give only every n-th frame."`
	MaxFrames int     `yaml:"max_frames" doc:"Give at most so many frames of each video. 0: all."`
	Resize    Resize  `yaml:"resize" doc:"Size of the frames in pixels. A side of 0 follows the other one; both 0: as they come."`
	FPS       float64 `yaml:"fps" doc:"Frames per second of a folder of pictures, which say nothing about time."`
	Policy    string  `yaml:"policy" enum:"auto,latest,block" doc:"When the graph is slower than the source: latest drops the oldest waiting frame, block waits. auto: latest for cameras and network streams, block for files."`
}

// Resize is a size of frames.
type Resize struct {
	Width  int `yaml:"width" doc:"Pixels."`
	Height int `yaml:"height" doc:"Pixels."`
}

// Validate checks the settings.
func (c Config) Validate() error {
	var errs []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	check(c.URI != "", "uri: is missing: name a file, a folder, a camera (0) or a stream (rtsp://…)")
	check(c.Start >= 0, "start: must be at least 0, got %g", c.Start)
	check(c.End == 0 || c.End > c.Start, "end: must lie after start (%g), got %g", c.Start, c.End)
	check(c.Every >= 1, "every: must be at least 1, got %d", c.Every)
	check(c.MaxFrames >= 0, "max_frames: must be at least 0, got %d", c.MaxFrames)
	check(c.FPS > 0, "fps: must be above 0, got %g", c.FPS)
	check(c.Resize.Width >= 0 && c.Resize.Height >= 0, "resize: sides must be at least 0, got %dx%d", c.Resize.Width, c.Resize.Height)
	return errors.Join(errs...)
}

type node struct {
	cfg   Config
	env   nodes.Env
	alloc allocator // for frames that leave as they were read
	clips []clip    // still to be read

	reading  reader
	stream   string
	read     int // frames of this stream read from the clip
	given    uint64
	clock    clock
	expected int
	report   nodes.Report
	streams  int // that gave a frame
	failed   error
}

func open(_ context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	clips, err := find(env, cfg)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(clips, func(c clip) bool { return c.err == nil }) {
		return nil, clips[0].err
	}
	n := &node{cfg: cfg, env: env, clips: clips}
	if cfg.Resize == (Resize{}) {
		n.alloc = env.NewFrame
	}
	for _, c := range clips {
		n.expected += c.expect(cfg)
	}
	return n, nil
}

// Frames is how many frames the containers promise.
func (n *node) Frames() int { return n.expected }

// Live says whether frames that nobody takes in time should be dropped.
func (n *node) Live() bool {
	if n.cfg.Policy == "auto" {
		return len(n.clips) > 0 && n.clips[0].live
	}
	return n.cfg.Policy == "latest"
}

func (n *node) Process(ctx context.Context, _ nodes.Packet) (nodes.Packet, error) {
	for ctx.Err() == nil {
		if n.reading == nil {
			if err := n.next(ctx); err != nil {
				return nodes.Packet{}, err
			}
			continue
		}
		if n.cfg.MaxFrames > 0 && int(n.given) == n.cfg.MaxFrames {
			n.endStream()
			continue
		}
		pic, err := n.reading.read(n.alloc)
		if err == io.EOF {
			n.finishStream()
			continue
		}
		if err != nil {
			return nodes.Packet{}, err
		}
		stamp, wanted := n.stamp(pic)
		if !wanted {
			pic.release()
			continue
		}
		return n.give(stamp, pic)
	}
	return nodes.Packet{}, ctx.Err()
}

// next opens the next clip. A clip of several that cannot be read is skipped with
// a warning; if none could be, the first one's error ends the graph.
func (n *node) next(ctx context.Context) error {
	if len(n.clips) == 0 {
		if n.streams == 0 && n.failed != nil {
			return n.failed
		}
		return io.EOF
	}
	c := n.clips[0]
	n.clips = n.clips[1:]
	r, err := c.open(ctx, n.cfg.Start)
	if err != nil {
		if n.failed == nil {
			n.failed = err
		}
		if len(n.clips) > 0 || n.streams > 0 {
			n.warn(err.Error() + " (skipped)")
		}
		return nil
	}
	n.reading, n.stream, n.read, n.given, n.clock = r, c.stream, 0, 0, clock{}
	return nil
}

// finishStream closes a clip that has come to its end.
func (n *node) finishStream() {
	if problem := n.reading.problem(); problem != "" {
		n.warn(problem)
	}
	if n.read == 0 && n.failed == nil {
		n.failed = fmt.Errorf("%s: gave no frame; is start (%gs) behind its end?", n.stream, n.cfg.Start)
	}
	n.endStream()
}

func (n *node) endStream() {
	n.reading.close()
	n.reading = nil
}

func (n *node) warn(text string) {
	n.env.Log.Warn(text)
	n.report.Warnings = append(n.report.Warnings, text)
}

// stamp names the picture just read and says whether the settings want it.
func (n *node) stamp(pic picture) (nodes.Stamp, bool) {
	at, estimated := n.clock.tick(pic.pts)
	index := n.read
	n.read++
	if at.Seconds() < n.cfg.Start {
		n.read = 0
		return nodes.Stamp{}, false
	}
	if n.cfg.End > 0 && at.Seconds() >= n.cfg.End {
		n.endStream()
		return nodes.Stamp{}, false
	}
	s := nodes.Stamp{Stream: n.stream, Seq: n.given, PTS: at, Estimated: estimated, File: pic.file}
	return s, index%n.cfg.Every == 0
}

func (n *node) give(stamp nodes.Stamp, pic picture) (nodes.Packet, error) {
	if n.given == 0 {
		n.streams++
	}
	n.given++
	frame := pic.frame
	if w, h := n.cfg.Resize.size(frame.Width, frame.Height); w != frame.Width || h != frame.Height {
		small, err := cv.Resize(frame, w, h)
		frame.Release()
		if err != nil {
			return nodes.Packet{}, err
		}
		frame = small
	}
	out := nodes.Packet{Stamp: stamp}
	out.Put("frame", frame)
	return out, nil
}

// size is the wanted size of a picture of w x h pixels.
func (r Resize) size(w, h int) (int, int) {
	switch {
	case r.Width > 0 && r.Height > 0:
		return r.Width, r.Height
	case r.Width > 0:
		return r.Width, max(1, (h*r.Width+w/2)/w)
	case r.Height > 0:
		return max(1, (w*r.Height+h/2)/h), r.Height
	}
	return w, h
}

// Report tells what could not be read.
func (n *node) Report() nodes.Report { return n.report }

func (n *node) Close() error {
	if n.reading != nil {
		n.endStream()
	}
	return nil
}

// clock turns what containers say about time into stamps that rise.
type clock struct {
	last, step time.Duration
	ticked     bool
}

// tick is the time of the next frame. Some containers say 0 for their last
// frames; a time that does not rise is estimated from the last interval.
func (c *clock) tick(pts time.Duration) (at time.Duration, estimated bool) {
	switch {
	case !c.ticked:
		at = max(0, pts)
	case pts > c.last:
		c.step = pts - c.last
		at = pts
	default:
		at, estimated = c.last+max(c.step, time.Millisecond), true
	}
	c.last, c.ticked = at, true
	return at, estimated
}

var (
	_ nodes.Source   = (*node)(nil)
	_ nodes.Reporter = (*node)(nil)
)
