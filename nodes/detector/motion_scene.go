package detector

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// start begins a new scene: another stream, or frames of another form. It shows
// the scene its first picture several times, because a scene learns fast at first
// and would take slow things for its own. Ten times a first frame raise F1 of the
// next 40 frames from 0.69 to 0.80 (PETS09-S2L1, IoU 0.3); more would leave ghosts
// of who stands there.
func (m *motion) start(f *nodes.Frame, stream string) error {
	if err := m.stop(); err != nil {
		return err
	}
	m.stream, m.width, m.height, m.format = stream, f.Width, f.Height, f.Format
	m.scene = newSubtractor(m.cfg)
	if m.background != nil {
		return m.showBackground()
	}
	for range firstTimes {
		if err := m.apply(f, func(*gocv.Mat) {}); err != nil {
			return err
		}
	}
	return nil
}

const (
	firstTimes    = 10
	noisyPictures = 25
	maxBackground = 250 // times that the background is shown at most: half a second
	cameraNoise   = 14  // of 255, up and down
)

// showBackground makes the picture of the empty scene a little different each
// time: a scene that knows no noise takes a camera's for motion. It is shown so
// often that the scene is past the time when it learns fast, and somebody who
// stands still stays in sight as long as later on.
func (m *motion) showBackground() error {
	b := m.background
	if shape := float64(b.Width*m.height) / float64(b.Height*m.width); math.Abs(shape-1) > 0.02 {
		return fmt.Errorf("motion.background: the picture (%dx%d) has another shape than the frames (%dx%d)", b.Width, b.Height, m.width, m.height)
	}
	size := m.scaled()
	small, err := cv.Resize(b, size.X, size.Y)
	if err != nil {
		return err
	}
	defer small.Release()
	random := rand.New(rand.NewPCG(0, 0)) // the same for every run
	for range noisyPictures {
		if err := m.showNoisy(small, random, min(m.cfg.History/2, maxBackground)/noisyPictures+1); err != nil {
			return err
		}
	}
	return nil
}

func (m *motion) showNoisy(clean *nodes.Frame, random *rand.Rand, times int) error {
	noisy := clean.Clone()
	defer noisy.Release()
	for i, p := range noisy.Pix {
		noisy.Pix[i] = byte(min(max(int(p)+random.IntN(2*cameraNoise+1)-cameraNoise, 0), 255))
	}
	for range times {
		if err := m.apply(noisy, func(*gocv.Mat) {}); err != nil {
			return err
		}
	}
	return nil
}

func newSubtractor(cfg Motion) subtractor {
	const findShadows = true
	if cfg.Subtractor == "knn" {
		s := gocv.NewBackgroundSubtractorKNNWithParams(cfg.History, cmp.Or(cfg.Threshold, 400), findShadows)
		return &s
	}
	s := gocv.NewBackgroundSubtractorMOG2WithParams(cfg.History, cmp.Or(cfg.Threshold, 16), findShadows)
	return &s
}

func (m *motion) stop() error {
	if m.scene == nil {
		return nil
	}
	s := m.scene
	m.scene = nil
	return s.Close()
}

func (m *motion) close() error {
	if m.background != nil {
		m.background.Release()
	}
	return m.stop()
}
