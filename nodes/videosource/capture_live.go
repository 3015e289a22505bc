package videosource

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"gocv.io/x/gocv"
)

// cameraClip is a camera of this machine.
func cameraClip(what, number, stream string) (clip, error) {
	var index int
	if _, err := fmt.Sscanf(number, "%d", &index); err != nil || index < 0 {
		return clip{}, fmt.Errorf("%s: want a camera such as 0 or /dev/video0", what)
	}
	device := fmt.Sprintf("/dev/video%d", index)
	open := func(context.Context, float64) (reader, error) {
		if _, err := os.Stat(device); err != nil {
			return nil, fmt.Errorf("%s: no such camera: %w", what, err)
		}
		vc, err := gocv.VideoCaptureDeviceWithAPI(index, gocv.VideoCaptureV4L2)
		if err != nil || !vc.IsOpened() {
			_ = vc.Close()
			return nil, fmt.Errorf("%s: cannot be opened: is another program using it, or are you not in the group video?", what)
		}
		return &capture{what: what, vc: vc, isLive: true}, nil
	}
	return clip{stream: stream, live: true, open: open}, nil
}

// streamTimeout is how long a network stream may stay silent before it counts as
// lost. OpenCV reads FFmpeg's options from the environment when it opens a stream.
const streamTimeout = 5 * time.Second

// streamClip is a network stream. One that has a length, such as a file behind
// http, ends; any other one can only be lost.
func streamClip(uri, stream string) clip {
	what := redacted(uri)
	open := func(context.Context, float64) (reader, error) {
		const key = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
		if os.Getenv(key) == "" {
			options := fmt.Sprintf("timeout;%d", streamTimeout.Microseconds())
			if strings.HasPrefix(uri, "rtsp") {
				options += "|rtsp_transport;tcp"
			}
			if err := os.Setenv(key, options); err != nil {
				return nil, err
			}
		}
		vc, err := gocv.VideoCaptureFileWithAPI(uri, gocv.VideoCaptureFFmpeg)
		if err != nil || !vc.IsOpened() {
			_ = vc.Close()
			return nil, errors.New(what + ": cannot be opened: is the address right, and does the camera answer?")
		}
		c := &capture{what: what, vc: vc, frames: count(vc)}
		c.isLive = c.frames == 0
		return c, nil
	}
	return clip{stream: stream, live: true, open: open}
}

// lost is the end of a stream that should have none.
func (c *capture) lost() error {
	if c.count == 0 {
		return fmt.Errorf("%s: opened, but gives no frame", c.what)
	}
	return fmt.Errorf("%s: the stream was lost after %d frames", c.what, c.count)
}
