package samprompter

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// Prompt says in a graph file where something is.
type Prompt struct {
	Label  string    `yaml:"label" doc:"The label of the instance. When nothing is said: the text, or object."`
	Box    []float64 `yaml:"box" doc:"[x1, y1, x2, y2]: a rectangle around the thing, the upper left and the lower right corner."`
	Points []Click   `yaml:"points" doc:"Clicks on the thing, and beside it where a mask takes too much."`
	Mask   string    `yaml:"mask" doc:"A PNG file of the frame's size: what is not zero (not black) is the thing. Without a box the tight one around the mask goes with it."`
	Text   string    `yaml:"text" doc:"What it is in words, such as the left front wheel, alone or beside a box and clicks; the label is the same words if none is given. Only for models whose decoder was taught CLIP's embeddings (decode: sam-text), of which none was published: for others let a Detector with text find the boxes."`
	Unit   string    `yaml:"unit" enum:"pixels,fraction" doc:"What box and points are counted in: pixels of the frame, when nothing is said, or fractions of its width and height from 0 to 1."`
	From   float64   `yaml:"from" doc:"Second of the video at which the prompt begins."`
	To     float64   `yaml:"to" doc:"Second at which it ends, and is let go when it is followed. 0: never."`
	Stream string    `yaml:"stream" doc:"Name of the only video that the prompt is about. When nothing is said: all."`
}

// Click is a point of a prompt in a graph file.
type Click struct {
	X          float64 `yaml:"x" doc:"From the left."`
	Y          float64 `yaml:"y" doc:"From the top."`
	Background bool    `yaml:"background" doc:"The point is not on the thing."`
}

// check is what is wrong with the prompt that has that path in the settings.
func (p Prompt) check(path string) (errs []error) {
	add := func(name, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s%s: %s", path, name, fmt.Sprintf(format, args...)))
	}
	if p.Box == nil && p.Points == nil && p.Mask == "" && p.Text == "" {
		add("", "says nowhere where the thing is: give it a box, points or a mask")
	}
	if p.Text != "" && strings.TrimSpace(p.Text) == "" {
		add(".text", "must not be blank")
	}
	switch b := p.Box; {
	case b == nil:
	case len(b) != 4:
		add(".box", "must be [x1, y1, x2, y2], got %d numbers", len(b))
	case !(b[0] < b[2] && b[1] < b[3]):
		add(".box", "must have x1 < x2 and y1 < y2, got %v", b)
	case p.Unit == "fraction" && (slices.Min(b) < 0 || slices.Max(b) > 1):
		add(".box", "must be in [0, 1] as unit is fraction, got %v", b)
	}
	for i, c := range p.Points {
		if at := fmt.Sprintf(".points[%d]", i); min(c.X, c.Y) < 0 {
			add(at, "must not be negative, got (%g, %g)", c.X, c.Y)
		} else if p.Unit == "fraction" && max(c.X, c.Y) > 1 {
			add(at, "must be in [0, 1] as unit is fraction, got (%g, %g)", c.X, c.Y)
		}
	}
	if len(p.Points) > 0 && p.Box == nil && p.Mask == "" && p.Text == "" && !slices.ContainsFunc(p.Points, func(c Click) bool { return !c.Background }) {
		add(".points", "are all background: click on the thing too, or give a box")
	}
	if p.From < 0 {
		add(".from", "must be at least 0, got %g", p.From)
	}
	if p.To != 0 && p.To <= p.From {
		add(".to", "must be later than from (%g), or 0 for never, got %g", p.From, p.To)
	}
	return errs
}

// given says whether the prompt is about the frame of a stamp.
func (p Prompt) given(s nodes.Stamp) bool {
	return s.PTS >= seconds(p.From) && !p.ended(s) && (p.Stream == "" || p.Stream == s.Stream)
}

func (p Prompt) ended(s nodes.Stamp) bool { return p.To != 0 && s.PTS >= seconds(p.To) }

// instance is the prompt on a frame of that size. mask is nil for a prompt without.
func (p Prompt) instance(mask *picture, width, height int) (nodes.Instance, error) {
	sx, sy := 1.0, 1.0
	if p.Unit == "fraction" {
		sx, sy = float64(width), float64(height)
	}
	item := nodes.Instance{Score: 1, Class: -1, Label: cmp.Or(p.Label, p.Text, "object")}
	for _, c := range p.Points {
		x, y := c.X*sx, c.Y*sy
		if x > float64(width) || y > float64(height) {
			return item, fmt.Errorf("the point (%g, %g) is outside of the frame, which is %dx%d", c.X, c.Y, width, height)
		}
		item.Points = append(item.Points, nodes.Point{X: float32(x), Y: float32(y), Background: c.Background})
	}
	if mask != nil {
		if mask.width != width || mask.height != height {
			return item, fmt.Errorf("the mask %s is %dx%d, the frame %dx%d: make it as large as the frame", p.Mask, mask.width, mask.height, width, height)
		}
		item.Mask, item.Box = mask.Mask, mask.Box()
	}
	if b := p.Box; b != nil {
		item.Box = nodes.Box{X1: float32(b[0] * sx), Y1: float32(b[1] * sy), X2: float32(b[2] * sx), Y2: float32(b[3] * sy)}
		if item.Box.Clip(width, height).Area() == 0 {
			return item, fmt.Errorf("the box %v is outside of the frame, which is %dx%d", b, width, height)
		}
	}
	return item, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
