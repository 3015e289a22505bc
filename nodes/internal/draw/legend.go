package draw

import (
	"cmp"
	"fmt"
	"image"
	"maps"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// mostClasses is how many a legend lists.
const mostClasses = 8

// legend lists in the upper left corner how many there are of each class, and returns
// the place. A class that has a colour of its own is written on it.
func (p *Painter) legend(c *canvas, items []nodes.Instance) image.Rectangle {
	lines := legendLines(items)
	if len(lines) == 0 {
		return image.Rectangle{}
	}
	gap := max(2, p.font.capital/3)
	width := 0
	for _, l := range lines {
		width = max(width, p.font.width(l.text))
	}
	height := p.font.height + gap/2
	all := image.Rect(0, 0, width+2*gap, len(lines)*height).Add(image.Pt(2*gap, 2*gap))
	if !all.In(image.Rect(0, 0, c.width, c.height)) {
		return image.Rectangle{} // a picture too small for it
	}
	for i, l := range lines {
		at := image.Rect(all.Min.X, all.Min.Y+i*height, all.Max.X, all.Min.Y+(i+1)*height)
		color, ink := bgr{24, 24, 24}, white
		if of := p.color(nodes.Instance{Label: l.label}, 0); p.byLabel(items) && l.label != "" {
			color, ink = of, of.ink()
		}
		c.fill(at, color, 200)
		p.font.write(c, l.text, at.Min.Add(image.Pt(gap, gap/4)), ink)
	}
	return all
}

// byLabel says that colours stand for labels.
func (p *Painter) byLabel(items []nodes.Instance) bool {
	tracked := func(it nodes.Instance) bool { return it.Track > 0 }
	return p.Style.Color == "label" || p.Style.Color == "auto" && !slices.ContainsFunc(items, tracked)
}

type legendLine struct{ text, label string }

// legendLines are the classes, the most frequent first.
func legendLines(items []nodes.Instance) []legendLine {
	count := map[string]int{}
	for _, it := range items {
		count[it.Label]++
	}
	labels := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	var lines []legendLine
	rest := 0
	for i, label := range labels {
		if i >= mostClasses {
			rest += count[label]
			continue
		}
		lines = append(lines, legendLine{fmt.Sprintf("%d %s", count[label], cmp.Or(label, "object")), label})
	}
	if rest > 0 {
		lines = append(lines, legendLine{text: fmt.Sprintf("%d of %d other classes", rest, len(labels)-mostClasses)})
	}
	return lines
}
