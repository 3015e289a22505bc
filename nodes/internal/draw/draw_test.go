package draw

import (
	"bytes"
	"image"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// paintSlowly is what brush.paint does, a pixel at a time.
func paintSlowly(b *brush, c *canvas, m *nodes.Mask, color bgr) {
	m = m.Clip(0, 0, c.width, c.height)
	inside := map[image.Point]int{}
	for s := range m.Spans() {
		for y := s.Y1; y < s.Y2; y++ {
			inside[image.Pt(s.X, y)] = 1
		}
	}
	for y := range c.height {
		for x := range c.width {
			count := 0
			for dy := -b.radius; dy <= b.radius; dy++ {
				for dx := -b.radius; dx <= b.radius; dx++ {
					count += inside[image.Pt(x+dx, y+dy)]
				}
			}
			blend(c.pix[y*c.stride+3*x:], color, int(b.alpha[count]))
		}
	}
}

func TestPaintEqualsSlowPaint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 70).Draw(t, "w"), rapid.IntRange(1, 30).Draw(t, "h")
		f := noise(w, h, 1)
		defer f.Release()
		var fast, slow canvas
		even := rapid.Bool().Draw(t, "even")
		fast.load(f, even)
		slow.load(f, even)
		b := newBrush(rapid.SampledFrom([]int{10, 800, 2160, 9000}).Draw(t, "size"), 0.4, 0.95)
		for range 2 {
			mw, mh := rapid.IntRange(1, 60).Draw(t, "mask w"), rapid.IntRange(1, 30).Draw(t, "mask h")
			m := ellipse(rapid.IntRange(-20, 70).Draw(t, "x"), rapid.IntRange(-20, 30).Draw(t, "y"), mw, mh)
			color := colorOf(mw)
			b.paint(&fast, m, color)
			paintSlowly(b, &slow, m, color)
		}
		if !bytes.Equal(fast.pix, slow.pix) {
			t.Fatal("pictures differ")
		}
	})
}

func TestDrawSwitches(t *testing.T) {
	mask, box := two(0).Items[:1], two(0).Items[1:]
	for _, c := range []struct {
		name    string
		style   Style
		items   []nodes.Instance
		changes bool
	}{
		{"nothing", Style{Boxes: "none", Alpha: 1}, two(0).Items, false},
		{"fill", Style{Masks: true, Boxes: "none", Alpha: 0.4}, mask, true},
		{"outlines", Style{Outlines: true, Boxes: "none"}, mask, true},
		{"masks do not need a box", Style{Boxes: "auto"}, mask, false},
		{"boxes without a mask", Style{Boxes: "auto"}, box, true},
		{"all boxes", Style{Boxes: "all"}, mask, true},
		{"labels", Style{Labels: true, Boxes: "none"}, mask, true},
		{"a legend", Style{Legend: true, Boxes: "none"}, []nodes.Instance{{Label: "a"}}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := noise(testWidth, testHeight, 1)
			defer f.Release()
			var canvas canvas
			canvas.load(f, false)
			if err := (&Painter{Style: c.style}).paint(&canvas, c.items); err != nil {
				t.Fatal(err)
			}
			if changes := !bytes.Equal(canvas.pix, f.Pix); changes != c.changes {
				t.Errorf("the picture changes: %v", changes)
			}
		})
	}
}

func TestAnythingCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := nodes.NewFrame(testWidth, testHeight, nodes.Gray8, make([]byte, testWidth*testHeight), nil)
		defer f.Release()
		var c canvas
		c.load(f, rapid.Bool().Draw(t, "even"))
		p := Painter{Style: Default(), size: testHeight, brush: newBrush(testHeight, 0.4, 0.9), font: smallFont(t)}
		if err := p.paint(&c, rapid.SliceOfN(rapid.Custom(anyInstance), 0, 8).Draw(t, "items")); err != nil {
			t.Fatal(err)
		}
	})
}

// smallFont is a font without ink: what it would write does not matter.
func smallFont(*rapid.T) *font {
	f := &font{capital: 3, height: 5}
	for i := range f.glyphs {
		f.glyphs[i] = glyph{width: 2, ink: make([]byte, 10)}
	}
	return f
}

func BenchmarkPaint1080p30(b *testing.B) {
	f := noise(1920, 1080, 1)
	defer f.Release()
	var items []nodes.Instance
	for i := range 30 {
		m := ellipse(i%10*190, i/10*350, 180, 340)
		items = append(items, nodes.Instance{Box: m.Box(), Mask: m, Score: 0.87, Track: i + 1, Label: "person"})
	}
	p := &Painter{Style: Default()}
	for b.Loop() {
		out, err := p.Paint(f, items, true)
		if err != nil {
			b.Fatal(err)
		}
		out.Release()
	}
}
