package detector

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// Motion is what a graph file may say about method motion.
type Motion struct {
	Subtractor  string  `yaml:"subtractor" enum:"mog2,knn" doc:"How the empty scene is learnt: mog2 (a mixture of Gaussians for each pixel; the same video always gives the same boxes) or knn (nearest neighbours; finds a little more, but draws lots, so two runs differ a little)."`
	Threshold   float64 `yaml:"threshold" doc:"How different from the empty scene a pixel must be (squared distance). Higher: less noise, more gaps. 0: the usual value, 16 for mog2 and 400 for knn."`
	History     int     `yaml:"history" doc:"How many frames the empty scene is learnt from. Who stands still for about a tenth of it disappears."`
	MinArea     float64 `yaml:"min_area" doc:"The least that must move, as a share of the frame's area."`
	MaxArea     float64 `yaml:"max_area" doc:"Boxes larger than this share of the frame are left out: they come from light that changed, not from things."`
	MergeAbove  float64 `yaml:"merge_above" doc:"Pieces that stand above one another, such as a head and legs, become one box when they are at most this share of the frame's height apart."`
	MergeAround float64 `yaml:"merge_around" doc:"So do pieces that are this near in any direction. It suits few large things, such as hands: try 0.04. 0 keeps people apart who walk side by side."`
	Width       int     `yaml:"width" doc:"Frames are made this many pixels wide before the comparison."`
	Background  string  `yaml:"background" doc:"A picture of the empty scene. Without it the first frame finds nothing, and what stands in it may leave a ghost for a few frames."`
}

func (m Motion) validate() error {
	return errors.Join(
		within("motion.threshold", m.Threshold, 0, 1e6),
		atLeast("motion.history", m.History, 2),
		within("motion.min_area", m.MinArea, 0, 1),
		within("motion.max_area", m.MaxArea, m.MinArea, 1),
		within("motion.merge_above", m.MergeAbove, 0, 1),
		within("motion.merge_around", m.MergeAround, 0, 1),
		atLeast("motion.width", m.Width, 16),
	)
}

var movingLabels = []string{"moving"}

// motion finds what differs from the empty scene before a camera that stands
// still. That something moves is certain, so a box's score starts at 0.5; the more
// of the box differs, the nearer to 1 it is.
type motion struct {
	cfg        Motion
	background *nodes.Frame // nil: learnt from the stream alone

	scene         subtractor // nil before the first frame of a stream
	stream        string
	width, height int // of the stream's frames
	format        nodes.PixelFormat
}

// subtractor is one of gocv's two.
type subtractor interface {
	Apply(src gocv.Mat, foreground *gocv.Mat)
	Close() error
}

func openMotion(cfg Motion) (*motion, error) {
	m := &motion{cfg: cfg}
	if cfg.Background == "" {
		return m, nil
	}
	var err error
	if m.background, err = cv.ReadPicture(cfg.Background); err != nil {
		return nil, fmt.Errorf("motion.background: %w", err)
	}
	return m, nil
}

func (m *motion) find(_ context.Context, f *nodes.Frame, at nodes.Stamp) ([]nodes.Instance, error) {
	var found []nodes.Instance
	err := m.compare(f, at, func(foreground *gocv.Mat) { found = m.boxes(foreground) })
	return found, err
}

// boxes turns the foreground into boxes on the frame.
func (m *motion) boxes(foreground *gocv.Mat) []nodes.Instance {
	w, h := float32(foreground.Cols()), float32(foreground.Rows())
	sx, sy := float32(m.width)/w, float32(m.height)/h
	least, most := float32(m.cfg.MinArea)*w*h, float32(m.cfg.MaxArea)*w*h
	near := gaps{above: float32(m.cfg.MergeAbove) * h, around: float32(m.cfg.MergeAround) * h}
	var found []nodes.Instance
	for _, p := range merge(piecesOf(foreground, least/20), near) {
		if p.area < least || p.box.Area() > most {
			continue
		}
		b := nodes.Box{X1: p.box.X1 * sx, Y1: p.box.Y1 * sy, X2: p.box.X2 * sx, Y2: p.box.Y2 * sy}
		score := 0.5 + 0.5*min(1, p.area/p.box.Area())
		found = append(found, nodes.Instance{Box: b, Score: score, Label: movingLabels[0]})
	}
	return found
}

// watch learns from a frame that nobody asks about.
func (m *motion) watch(f *nodes.Frame, at nodes.Stamp) error {
	return m.compare(f, at, func(*gocv.Mat) {})
}

// compare teaches the scene a frame and lends what differs from it, 255 for
// foreground and 127 for shadow, at the scaled size.
func (m *motion) compare(f *nodes.Frame, at nodes.Stamp, do func(foreground *gocv.Mat)) error {
	if m.scene == nil || at.Stream != m.stream || f.Width != m.width || f.Height != m.height || f.Format != m.format {
		if err := m.start(f, at.Stream); err != nil {
			return err
		}
	}
	return m.apply(f, do)
}

// apply shows the scene a frame, or the background, at the scaled size.
func (m *motion) apply(f *nodes.Frame, do func(foreground *gocv.Mat)) error {
	return cv.View(f, func(full gocv.Mat) error {
		small, foreground := gocv.NewMat(), gocv.NewMat()
		defer small.Close()
		defer foreground.Close()
		gocv.Resize(full, &small, m.scaled(), 0, 0, gocv.InterpolationArea)
		if f.Format != m.format && m.format == nodes.Gray8 {
			gocv.CvtColor(small, &small, gocv.ColorBGRToGray)
		}
		m.scene.Apply(small, &foreground)
		do(&foreground)
		return nil
	})
}

// scaled is the size at which frames are compared; they are never enlarged.
func (m *motion) scaled() image.Point {
	w := min(m.cfg.Width, m.width)
	return image.Pt(w, max(1, int(math.Round(float64(m.height)*float64(w)/float64(m.width)))))
}
