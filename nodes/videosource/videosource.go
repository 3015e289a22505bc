// Package videosource reads frames from files, folders, pictures, cameras,
// network streams and synthetic scenes.
package videosource

import (
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

var defaults = Config{
	FPS: 25, Every: 1, Policy: "auto", Transport: "tcp", LowDelay: true,
	Connect: 10, Stall: 3, Reconnect: Reconnect{After: 0.5, Max: 30},
}

// Factory makes VideoSource nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "VideoSource",
	Doc: "Reads frames from a video file, a folder or glob of videos or pictures, a camera, an RTSP or HTTP stream, " +
		"or a synthetic scene. Each video is a stream of its own, named after its file. A camera or network stream that is lost, " +
		"or not there yet, is tried again for as long as it takes; what it is at (connecting, running, stalled, retrying, ended) is in the log, the metrics and on the page.",
	Out: []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "The pictures, in the order of time."}},
}, defaults, open)

// Config is what a graph file may say about a VideoSource.
type Config struct {
	URI       string  `yaml:"uri" doc:"What to read: a file, a folder, a glob such as clips/*.mp4, a camera such as 0 or /dev/video0, rtsp://… or http://…, or synthetic:640x480?frames=60&objects=3; with live=1 a synthetic camera (frames=0: without end)."`
	Stream    string  `yaml:"stream" doc:"Name of the stream in outputs. Empty: the file's name, or the node's for a camera."`
	Start     float64 `yaml:"start" doc:"Skip what comes before, in seconds from the start of each video."`
	End       float64 `yaml:"end" doc:"Stop there, in seconds from the start of each video. 0: at its end."`
	Every     int     `yaml:"every" doc:"Give only every n-th frame."`
	MaxFrames int     `yaml:"max_frames" doc:"Give at most so many frames of each video. 0: all."`
	Resize    Resize  `yaml:"resize" doc:"Size of the frames in pixels. A side of 0 follows the other one; both 0: as they come."`
	FPS       float64 `yaml:"fps" doc:"Frames per second of a folder of pictures, which say nothing about time."`
	Policy    string  `yaml:"policy" enum:"auto,latest,block" doc:"When the graph is slower than the source: latest drops the oldest waiting frame, block waits. auto: latest for cameras and network streams, block for files."`
	Queue     int     `yaml:"queue" doc:"How many frames of a camera or network stream may wait until the graph is ready. 0: the newest one with policy latest, none with block."`

	Transport string    `yaml:"transport" enum:"tcp,udp" doc:"How an RTSP camera sends: tcp, by which nothing is lost, or udp, by which what is late is lost."`
	LowDelay  bool      `yaml:"low_delay" doc:"Decode each picture of a network stream at once. false: use more threads, some pictures later."`
	Connect   float64   `yaml:"connect" doc:"Seconds until a camera or network stream has to give its first picture. It has to be longer than the time between two key frames."`
	Stall     float64   `yaml:"stall" doc:"Seconds without a picture after which a camera or network stream counts as lost."`
	Reconnect Reconnect `yaml:"reconnect" doc:"How a camera or network stream that was lost, or is not there yet, is tried again."`
	Camera    Camera    `yaml:"camera" doc:"What a USB camera is asked for. Empty: what it gives by itself."`
}

// Reconnect says when to try again.
type Reconnect struct {
	After float64 `yaml:"after" doc:"Seconds from a loss to the first attempt; doubled from one attempt to the next. What trying again will hardly mend, such as a wrong password, is tried every max seconds at once."`
	Max   float64 `yaml:"max" doc:"Seconds between attempts at most."`
	Tries int     `yaml:"tries" doc:"Attempts in a row that may fail before the graph ends. 0: go on for ever."`
}

// Camera is what is asked of a USB camera.
type Camera struct {
	Width  int     `yaml:"width" doc:"Pixels; with height."`
	Height int     `yaml:"height" doc:"Pixels; with width."`
	FPS    float64 `yaml:"fps" doc:"Frames per second."`
	Format string  `yaml:"format" doc:"How it sends: FFmpeg's name of a codec or pixel format, such as mjpeg, yuyv422 or h264."`
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
	check(c.Queue >= 0 && c.Queue <= 1000, "queue: must be in [0, 1000], got %d", c.Queue)
	check(c.Connect > 0, "connect: must be above 0, got %g", c.Connect)
	check(c.Stall > 0, "stall: must be above 0, got %g", c.Stall)
	check(c.Reconnect.After >= 0.01, "reconnect.after: must be at least 0.01, got %g", c.Reconnect.After)
	check(c.Reconnect.Max >= c.Reconnect.After, "reconnect.max: must be at least reconnect.after (%g), got %g", c.Reconnect.After, c.Reconnect.Max)
	check(c.Reconnect.Tries >= 0, "reconnect.tries: must be at least 0, got %d", c.Reconnect.Tries)
	check((c.Camera.Width > 0) == (c.Camera.Height > 0) && c.Camera.Width >= 0 && c.Camera.Height >= 0,
		"camera: set width and height or neither, got %dx%d", c.Camera.Width, c.Camera.Height)
	check(c.Camera.FPS >= 0, "camera.fps: must be at least 0, got %g", c.Camera.FPS)
	return errors.Join(errs...)
}
