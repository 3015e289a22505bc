package detector

import (
	"context"
	"image"
	"math"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/detector/internal/hog"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// People is what a graph file may say about method people.
type People struct {
	Upscale float64 `yaml:"upscale" doc:"Enlarge the frame first, by 1 to 4. People less than about 100 pixels high are not found otherwise. The time it takes grows with the square."`
}

func (p People) validate() error { return within("people.upscale", p.Upscale, 1, 4) }

var peopleLabels = []string{"person"}

// people finds upright people by their outline.
type people struct {
	upscale float64
	hog     *hog.Detector
}

func openPeople(cfg People) *people { return &people{cfg.Upscale, hog.New()} }

func (p *people) find(_ context.Context, f *nodes.Frame, _ nodes.Stamp) ([]nodes.Instance, error) {
	width := int(math.Round(float64(f.Width) * p.upscale))
	height := int(math.Round(float64(f.Height) * p.upscale))
	if width < hog.WindowWidth || height < hog.WindowHeight {
		return nil, nil
	}
	large, err := cv.Resize(f, width, height)
	if err != nil {
		return nil, err
	}
	defer large.Release()
	persons, err := p.hog.Find(large.Pix, width, height)
	if err != nil {
		return nil, err
	}
	var found []nodes.Instance
	for _, person := range persons {
		// The logistic function makes a score of the distance from the border.
		score := 1 / (1 + math.Exp(-person.Weight))
		box := personIn(person.Window, p.upscale)
		found = append(found, nodes.Instance{Box: box, Score: float32(score), Label: peopleLabels[0]})
	}
	return found, nil
}

// personIn is where the person stands in a window of an enlarged frame: the
// pictures that the detector learnt from have a margin around the person.
func personIn(window image.Rectangle, upscale float64) nodes.Box {
	const aside, above = 3.0 / 16, 1.0 / 8 // shares of the window
	x, y := float64(window.Min.X)/upscale, float64(window.Min.Y)/upscale
	w, h := float64(window.Dx())/upscale, float64(window.Dy())/upscale
	return nodes.Box{
		X1: float32(x + aside*w), Y1: float32(y + above*h),
		X2: float32(x + (1-aside)*w), Y2: float32(y + (1-above)*h),
	}
}

func (p *people) close() error {
	p.hog.Close()
	return nil
}
