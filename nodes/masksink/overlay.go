package masksink

import (
	"math"
	"os"
	"time"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// defaultFPS is the rate of a video of which nobody knows the time between
// frames.
const defaultFPS = 25

// overlay is a video with the instances drawn in. The video begins with the
// second frame, when its rate is known; until then the first one waits on the
// canvas.
type overlay struct {
	path    string
	fps     float64 // 0: from the stamps
	painter painter
	canvas  canvas
	video   *video // nil until the rate is known
	waiting bool
	first   time.Duration    // time of the first frame
	last    *nodes.Instances // what was seen last: shown on while nobody looks
	warn    func(string, ...any)
	scaled  bool
}

func newOverlay(path string, cfg Config, warn func(string, ...any)) (output, error) {
	f, err := os.Create(path) // says why it cannot be written, which OpenCV does not
	if err != nil {
		return nil, err
	}
	return &overlay{path: path, fps: cfg.FPS, painter: painter{draw: cfg.Draw}, warn: warn}, f.Close()
}

func (o *overlay) write(r record) error {
	if o.waiting {
		if err := o.begin(frameRate(r.stamp.PTS - o.first)); err != nil {
			return err
		}
	}
	if !r.found.Skipped || o.last == nil {
		o.last = r.found
	}
	o.canvas.load(r.frame, true)
	if err := o.painter.paint(&o.canvas, o.last.Items); err != nil {
		return err
	}
	if o.video == nil {
		o.waiting, o.first = true, r.stamp.PTS
		if o.fps == 0 {
			return nil
		}
		return o.begin(o.fps)
	}
	return o.put()
}

// begin opens the video and writes the frame that waits.
func (o *overlay) begin(fps float64) (err error) {
	o.waiting = false
	if o.video, err = openVideo(o.path, fps, o.canvas.stride/3, len(o.canvas.pix)/o.canvas.stride); err != nil {
		return err
	}
	return o.put()
}

func (o *overlay) put() error {
	f := o.canvas.frame()
	defer f.Release()
	if (f.Width != o.video.width || f.Height != o.video.height) && !o.scaled {
		o.scaled = true
		o.warn("overlay: frames change to %dx%d in the middle of a stream: they are scaled to the %dx%d of the first one",
			f.Width, f.Height, o.video.width, o.video.height)
	}
	return o.video.write(f)
}

func (o *overlay) end(bool) error {
	if o.waiting {
		if err := o.begin(defaultFPS); err != nil {
			return err
		}
	}
	if o.video == nil {
		return errNothing
	}
	return o.video.close()
}

// frameRate is the rate of frames that are one interval apart. Containers that
// count milliseconds round it: a whole number of them stands for the usual rate
// that is nearest.
func frameRate(interval time.Duration) float64 {
	if interval <= 0 {
		return defaultFPS
	}
	rate := 1 / interval.Seconds()
	if interval%time.Millisecond == 0 {
		for _, usual := range []float64{24, 25, 30, 48, 50, 60, 120} {
			if math.Abs(1/usual-interval.Seconds()) < 0.7e-3 {
				rate = usual
			}
		}
	}
	return min(max(rate, 1), 240)
}

// picture is one frame with the instances drawn in, as an image file.
type picture struct {
	path    string
	painter *painter
	canvas  canvas
}

func (o *picture) write(r record) error {
	o.canvas.load(r.frame, false)
	if err := o.painter.paint(&o.canvas, r.found.Items); err != nil {
		return err
	}
	f := o.canvas.frame()
	defer f.Release()
	return cv.View(f, func(m gocv.Mat) error {
		encoded, err := gocv.IMEncode(gocv.FileExt(extension(o.path)), m)
		if err != nil {
			return err
		}
		defer encoded.Close()
		return os.WriteFile(o.path, encoded.GetBytes(), 0o644)
	})
}

func (*picture) end(bool) error { return nil }
