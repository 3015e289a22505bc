package masksink

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"image"
	"math"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// Draw is what an overlay shows.
type Draw struct {
	Masks    bool    `yaml:"masks" doc:"Fill masks with a translucent colour."`
	Outlines bool    `yaml:"outlines" doc:"Draw the masks' edges."`
	Boxes    string  `yaml:"boxes" enum:"auto,all,none" doc:"Whose boxes to draw; auto: of instances without a mask."`
	Labels   bool    `yaml:"labels" doc:"Write label, track id and score."`
	Color    string  `yaml:"color" enum:"auto,label,instance" doc:"What has a colour of its own: each label, or each instance of a frame; auto: each track, and each label where nobody tracks."`
	Alpha    float64 `yaml:"alpha" doc:"How strong the fill is, 0 to 1."`
}

func (d Draw) validate() error {
	if d.Alpha < 0 || d.Alpha > 1 {
		return fmt.Errorf("draw.alpha: must be in [0, 1], got %v", d.Alpha)
	}
	return nil
}

// painter draws what was found on a canvas.
type painter struct {
	draw  Draw
	size  int // the shorter side of the picture that brush and font fit
	brush *brush
	font  *font
}

// paint draws large things first, so that small ones stay visible, and labels
// over everything.
func (p *painter) paint(c *canvas, items []nodes.Instance) error {
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
		it, color := items[i], p.color(items[i], i)
		if it.Mask != nil && (p.draw.Masks || p.draw.Outlines) {
			p.brush.paint(c, it.Mask, color)
		}
		if p.draw.Boxes == "all" || p.draw.Boxes == "auto" && it.Mask == nil {
			c.frameRect(rectOf(it.Box), p.brush.radius+1, color)
		}
	}
	if !p.draw.Labels {
		return nil
	}
	var taken []image.Rectangle
	for _, i := range order {
		taken = append(taken, p.label(c, items[i], p.color(items[i], i), taken))
	}
	return nil
}

// fit makes brush and font for pictures of a size.
func (p *painter) fit(size int) error {
	if p.size == size {
		return nil
	}
	fill, outline := 0.0, 0.0
	if p.draw.Masks {
		fill = p.draw.Alpha
	}
	if p.draw.Outlines {
		outline = 0.95
	}
	f, err := newFont(max(9, size/64))
	if err != nil {
		return err
	}
	p.size, p.brush, p.font = size, newBrush(size, fill, outline), f
	return nil
}

func (p *painter) color(it nodes.Instance, i int) bgr {
	switch {
	case p.draw.Color == "auto" && it.Track > 0:
		return colorOf(it.Track)
	case p.draw.Color != "instance" && it.Label != "":
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
