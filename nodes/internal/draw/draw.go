// Package draw shows what was found on a frame: masks with a fill and an outline,
// boxes, labels.
package draw

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"math"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// Style is what an overlay shows.
type Style struct {
	Masks    bool    `yaml:"masks" doc:"Fill masks with a translucent colour."`
	Outlines bool    `yaml:"outlines" doc:"Draw the masks' edges."`
	Boxes    string  `yaml:"boxes" enum:"auto,all,none" doc:"Whose boxes to draw; auto: of instances without a mask."`
	Labels   bool    `yaml:"labels" doc:"Write label, track id and score."`
	IDs      bool    `yaml:"ids" doc:"Write track ids in labels."`
	Trail    float64 `yaml:"trail" doc:"How many seconds of its way a track draws behind it in a video, 0 to 60. 0 draws none."`
	Legend   bool    `yaml:"legend" doc:"List in a corner how many there are of each class."`
	Color    string  `yaml:"color" enum:"auto,label,instance" doc:"What has a colour of its own: each label, or each instance of a frame; auto: each track, and each label where nobody tracks."`
	Alpha    float64 `yaml:"alpha" doc:"How strong the fill is, 0 to 1."`
}

// Default is the style of everything that draws, unless the user wants another.
func Default() Style {
	return Style{Masks: true, Outlines: true, Boxes: "auto", Labels: true, IDs: true, Trail: 2, Legend: true, Color: "auto", Alpha: 0.4}
}

// Validate reports settings that cannot work. They stand under the name draw.
func (s Style) Validate() error {
	var errs []error
	if !(s.Alpha >= 0 && s.Alpha <= 1) {
		errs = append(errs, fmt.Errorf("draw.alpha: must be in [0, 1], got %v", s.Alpha))
	}
	if !(s.Trail >= 0 && s.Trail <= 60) {
		errs = append(errs, fmt.Errorf("draw.trail: must be in [0, 60], got %v", s.Trail))
	}
	return errors.Join(errs...)
}

// Painter draws what was found on copies of frames. It is for one goroutine.
type Painter struct {
	Style  Style
	Trails Trails // what See has told

	canvas canvas
	size   int // the shorter side of the picture that brush and font fit
	brush  *brush
	font   *font
}

// Paint is a frame in colour with the instances drawn in. With even, odd sizes grow by
// a row or column, as video codecs want them. It shares the Painter's memory until the
// next call, and is the caller's to release.
func (p *Painter) Paint(f *nodes.Frame, items []nodes.Instance, even bool) (*nodes.Frame, error) {
	p.canvas.load(f, even)
	if err := p.paint(&p.canvas, items); err != nil {
		return nil, err
	}
	return p.canvas.frame(), nil
}

// paint draws trails, then large things first, so that small ones stay visible, and
// legend and labels over everything.
func (p *Painter) paint(c *canvas, items []nodes.Instance) error {
	if err := p.fit(min(c.width, c.height)); err != nil {
		return err
	}
	order := make([]int, len(items))
	areas := make([]float32, len(items))
	for i, it := range items {
		order[i], areas[i] = i, it.Box.Area()
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(areas[b], areas[a]) })
	for _, i := range order {
		p.trail(c, items[i].Track, p.color(items[i], i))
	}
	for _, i := range order {
		it, color := items[i], p.color(items[i], i)
		if it.Mask != nil && (p.Style.Masks || p.Style.Outlines) {
			p.brush.paint(c, it.Mask, color)
		}
		if p.Style.Boxes == "all" || p.Style.Boxes == "auto" && it.Mask == nil {
			c.frameRect(rectOf(it.Box), p.brush.radius+1, color)
		}
	}
	var taken []image.Rectangle
	if p.Style.Legend {
		taken = append(taken, p.legend(c, items))
	}
	if !p.Style.Labels {
		return nil
	}
	for _, i := range order {
		taken = append(taken, p.label(c, items[i], p.color(items[i], i), taken))
	}
	return nil
}

// fit makes brush and font for pictures of a size.
func (p *Painter) fit(size int) error {
	if p.size == size {
		return nil
	}
	fill, outline := 0.0, 0.0
	if p.Style.Masks {
		fill = p.Style.Alpha
	}
	if p.Style.Outlines {
		outline = 0.95
	}
	f, err := newFont(max(9, size/64))
	if err != nil {
		return err
	}
	p.size, p.brush, p.font = size, newBrush(size, fill, outline), f
	return nil
}

func (p *Painter) color(it nodes.Instance, i int) bgr {
	switch {
	case p.Style.Color == "auto" && it.Track > 0:
		return colorOf(it.Track)
	case p.Style.Color != "instance" && it.Label != "":
		h := fnv.New32a()
		_, _ = h.Write([]byte(it.Label))
		return colorOf(int(h.Sum32() % 997))
	}
	return colorOf(i + 1)
}

// rectOf is a box in whole pixels. Boxes that are no numbers have none.
func rectOf(b nodes.Box) image.Rectangle {
	const far = 1 << 20
	var at [4]int
	for i, v := range []float32{b.X1, b.Y1, b.X2, b.Y2} {
		if v != v {
			return image.Rectangle{}
		}
		at[i] = int(math.Round(min(max(float64(v), -far), far)))
	}
	return image.Rect(at[0], at[1], at[2], at[3])
}
