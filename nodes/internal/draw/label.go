package draw

import (
	"image"
	"slices"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// label writes what an instance is where it hides no other label, shortened if
// there is no room for all of it, and returns the place.
func (p *Painter) label(c *canvas, it nodes.Instance, color bgr, taken []image.Rectangle) image.Rectangle {
	picture := image.Rect(0, 0, c.width, c.height)
	gap := max(2, p.font.capital/3)
	var text string
	var at image.Rectangle
	for _, text = range labelTexts(it, p.Style.IDs) {
		var free bool
		size := image.Pt(p.font.width(text)+2*gap, p.font.height+gap/2)
		if at, free = labelPlace(rectOf(it.Box), size, picture, taken); free {
			break
		}
	}
	c.fill(at, color, 225)
	p.font.write(c, text, at.Min.Add(image.Pt(gap, gap/4)), color.ink())
	return at
}

// labelPlace is the first free place at a box inside the picture. Without one it
// is the first place, moved inside.
func labelPlace(box image.Rectangle, size image.Point, picture image.Rectangle, taken []image.Rectangle) (at image.Rectangle, free bool) {
	for _, y := range []int{
		box.Min.Y - size.Y, // on the box
		box.Max.Y,          // under it
		box.Min.Y,          // in it, at the top
		box.Max.Y - size.Y, // in it, at the bottom
	} {
		at = image.Rect(box.Min.X, y, box.Min.X+size.X, y+size.Y)
		inside := moveInside(at, picture)
		if inside.Min.Y == y && !overlaps(inside, taken) {
			return inside, true
		}
	}
	at = image.Rect(box.Min.X, box.Min.Y-size.Y, box.Min.X+size.X, box.Min.Y)
	return moveInside(at, picture), false
}

func moveInside(r, picture image.Rectangle) image.Rectangle {
	x := max(picture.Min.X, min(r.Min.X, picture.Max.X-r.Dx()))
	y := max(picture.Min.Y, min(r.Min.Y, picture.Max.Y-r.Dy()))
	return image.Rect(x, y, x+r.Dx(), y+r.Dy())
}

func overlaps(r image.Rectangle, taken []image.Rectangle) bool {
	return slices.ContainsFunc(taken, r.Overlaps)
}

// labelTexts is what a label may say, such as "person 3 0.87" or, shorter, "3".
func labelTexts(it nodes.Instance, ids bool) [2]string {
	var words []string
	if it.Label != "" {
		words = append(words, it.Label)
	}
	if ids && it.Track > 0 {
		words = append(words, strconv.Itoa(it.Track))
	}
	words = append(words, strconv.FormatFloat(float64(it.Score), 'f', 2, 32))
	short := words[0]
	if ids && it.Track > 0 {
		short = strconv.Itoa(it.Track)
	}
	return [2]string{strings.Join(words, " "), short}
}
