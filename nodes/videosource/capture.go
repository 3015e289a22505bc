package videosource

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// capture reads a video file through OpenCV's FFmpeg.
type capture struct {
	what   string // for messages
	vc     *gocv.VideoCapture
	frames int // promised; 0 for what has no end
	count  int

	width, height int      // of the frames so far, 0 before the first
	first         *picture // read already, to see where a seek has led
}

// fileClip looks into a video file for its length, and whether it is one.
func fileClip(path, stream string) clip {
	c := clip{stream: stream, open: func(_ context.Context, start float64) (reader, error) { return openFile(path, start) }}
	vc, err := captureFile(path)
	if err != nil {
		c.err = err
		return c
	}
	c.frames, c.fps = count(vc), vc.Get(gocv.VideoCaptureFPS)
	_ = vc.Close()
	return c
}

// count is the number of frames that the container promises, 0 when it does not.
func count(vc *gocv.VideoCapture) int {
	n := vc.Get(gocv.VideoCaptureFrameCount)
	if n < 0 || n > 1e9 {
		return 0
	}
	return int(n)
}

// openFile opens a file near a time in seconds: at a key-frame before it if the
// file can be sought, otherwise at the beginning.
func openFile(path string, start float64) (reader, error) {
	vc, err := captureFile(path)
	if err != nil {
		return nil, err
	}
	c := &capture{what: path, vc: vc, frames: count(vc)}
	const margin = 5 // seconds: seeking may land late, and key-frames are rare
	if start <= margin {
		return c, nil
	}
	vc.Set(gocv.VideoCapturePosMsec, 1000*(start-margin))
	if pic, err := c.read(context.Background(), nil); err == nil {
		if pic.pts.Seconds() <= start && pic.pts > 0 {
			c.first, c.frames = &pic, 0
			return c, nil
		}
		pic.release()
	}
	c.close()
	return openFile(path, 0)
}

func captureFile(path string) (*gocv.VideoCapture, error) {
	if err := looksLikeVideo(path); err != nil {
		return nil, err
	}
	vc, err := gocv.VideoCaptureFileWithAPI(path, gocv.VideoCaptureFFmpeg)
	if err != nil || !vc.IsOpened() {
		_ = vc.Close()
		return nil, fmt.Errorf("%s: is no video that FFmpeg can read (damaged, or not a video)", path)
	}
	return vc, nil
}

// looksLikeVideo sorts out what FFmpeg would misread: it takes any text for a
// film of its letters.
func looksLikeVideo(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return fmt.Errorf("%s: is a folder", path)
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if n == 0 {
		if !errors.Is(err, io.EOF) {
			return err
		}
		return fmt.Errorf("%s: is empty (0 bytes)", path)
	}
	head = head[:n]
	playlist := strings.HasPrefix(string(head), "#EXTM3U") || strings.HasPrefix(string(head), "YUV4MPEG2")
	if kind := http.DetectContentType(head); strings.HasPrefix(kind, "text/") && !playlist {
		return fmt.Errorf("%s: is a text file, not a video", path)
	}
	return nil
}

func (c *capture) read(_ context.Context, alloc allocator) (picture, error) {
	if c.first != nil {
		pic := *c.first
		c.first = nil
		return pic, nil
	}
	frame, err := cv.Capture(alloc, c.width, c.height, c.vc.Read)
	if errors.Is(err, io.EOF) {
		return picture{}, io.EOF
	}
	if err != nil {
		return picture{}, fmt.Errorf("%s: %w", c.what, err)
	}
	c.width, c.height = frame.Width, frame.Height
	c.count++
	return picture{frame: frame, pts: c.time()}, nil
}

// time is the presentation time of the frame just read.
func (c *capture) time() time.Duration {
	return time.Duration(c.vc.Get(gocv.VideoCapturePosMsec) * float64(time.Millisecond))
}

// problem compares what was read with what the container promised. A frame or two
// less is common and means nothing.
func (c *capture) problem() string {
	if c.count == 0 || c.frames <= c.count+max(2, c.frames/100) {
		return ""
	}
	return fmt.Sprintf("%s: damaged or cut off: %d of %d frames could be read", c.what, c.count, c.frames)
}

func (c *capture) close() {
	if c.first != nil {
		c.first.release()
	}
	_ = c.vc.Close()
}
