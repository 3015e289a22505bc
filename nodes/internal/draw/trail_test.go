package draw

import (
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// walk lets a track go along a line of pixels, one each tenth of a second.
func walk(p *Painter, from, to int) {
	for x := from; x <= to; x++ {
		p.See(time.Duration(x)*100*time.Millisecond, []nodes.Instance{{Track: 3, Box: nodes.Box{X1: float32(x), X2: float32(x), Y1: 20, Y2: 24}}})
	}
}

func TestTrails(t *testing.T) {
	blank := nodes.NewFrame(64, 48, nodes.BGR8, make([]byte, 3*64*48), nil)
	defer blank.Release()
	item := nodes.Instance{Track: 3, Box: nodes.Box{X1: 40, X2: 40, Y1: 22, Y2: 22}}
	for _, c := range []struct {
		name        string
		style       Style
		from, until int // where there is colour in row 22
	}{
		{"two seconds", Style{Trail: 2, Boxes: "none", Color: "auto"}, 20, 40},
		{"off", Style{Boxes: "none", Color: "auto"}, -1, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Painter{Style: c.style}
			walk(&p, 5, 40)
			f, err := p.Paint(blank, []nodes.Instance{item}, false)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Release()
			first, last := -1, -1
			for x := range 64 {
				if slices.Max(f.Pix[3*(22*64+x):3*(22*64+x)+3]) > 100 {
					if first < 0 {
						first = x
					}
					last = x
				}
			}
			if first < c.from-1 || first > c.from+1 || last < c.until-1 || last > c.until+1 {
				t.Errorf("from %d to %d, want %d to %d", first, last, c.from, c.until)
			}
		})
	}
	t.Run("what is gone is forgotten", func(t *testing.T) {
		p := Painter{Style: Style{Trail: 1}}
		walk(&p, 0, 30)
		if got := len(p.Trails[3]); got != 11 {
			t.Errorf("%d spots", got)
		}
		p.See(10*time.Second, nil)
		if len(p.Trails) != 0 {
			t.Errorf("left: %v", p.Trails)
		}
		walk(&p, 0, 3) // the time of another stream
		if got := len(p.Trails[3]); got != 4 {
			t.Errorf("%d spots", got)
		}
	})
}

func TestLegendLines(t *testing.T) {
	var items []nodes.Instance
	for i, label := range []string{"b", "a", "b", "", "c", "d", "e", "f", "g", "h", "i", "i"} {
		items = append(items, nodes.Instance{Label: label, Track: i})
	}
	var got []string
	for _, l := range legendLines(items) {
		got = append(got, l.text)
	}
	want := []string{"2 b", "2 i", "1 object", "1 a", "1 c", "1 d", "1 e", "1 f", "2 of 2 other classes"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
