// Package videosource reads frames from files, folders, pictures, cameras,
// network streams and synthetic scenes.
package videosource

import (
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
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
