package draw

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// font is the printable ASCII characters, drawn once for a size of letters. A
// glyph is how much of each pixel is ink, rows of its width.
type font struct {
	capital int // height of a capital letter, in pixels
	height  int // of every glyph
	glyphs  ['~' - ' ' + 1]glyph
}

type glyph struct {
	width int
	ink   []byte
}

// newFont draws OpenCV's plain letters four times too large and shrinks them:
// that gives smooth edges and strokes of any width.
func newFont(capital int) (*font, error) {
	const over = 4
	const capitalAt1 = 21.0 // of the letters at scale 1, in pixels
	scale := over * float64(capital) / capitalAt1
	stroke := max(1, int(math.Round(2.7*scale)))
	f := &font{capital: capital, height: capital * 5 / 3}
	for i := range f.glyphs {
		text := string(rune(' ' + i))
		size := gocv.GetTextSize(text, gocv.FontHersheySimplex, scale, stroke)
		g := &f.glyphs[i]
		g.width = (size.X-stroke)/over + 1
		if text == " " {
			g.width = g.width * 3 / 4
		}
		w, h := over*g.width, over*f.height
		big := nodes.NewFrame(w, h, nodes.Gray8, make([]byte, w*h), nil)
		err := cv.View(big, func(m gocv.Mat) error {
			at := image.Pt(over/2, over*(capital+capital/6))
			gocv.PutTextWithParams(&m, text, at, gocv.FontHersheySimplex, scale, color.RGBA{255, 255, 255, 255}, stroke, gocv.LineAA, false)
			return nil
		})
		if err == nil {
			g.ink, err = shrunk(big, g.width, f.height)
		}
		big.Release()
		if err != nil {
			return nil, fmt.Errorf("drawing the letters of labels: %w", err)
		}
	}
	return f, nil
}

func shrunk(big *nodes.Frame, width, height int) ([]byte, error) {
	small, err := cv.Resize(big, width, height)
	if err != nil {
		return nil, err
	}
	defer small.Release()
	return append([]byte(nil), small.Pix...), nil
}

// glyph is that of a character; those that the font does not have are question
// marks.
func (f *font) glyph(r rune) *glyph {
	if r < ' ' || r > '~' {
		r = '?'
	}
	return &f.glyphs[r-' ']
}

func (f *font) width(text string) int {
	width := 0
	for _, r := range text {
		width += f.glyph(r).width
	}
	return width
}

// write draws text with its upper left corner at a point. What reaches over the
// picture's edge is cut off.
func (f *font) write(c *canvas, text string, at image.Point, ink bgr) {
	for _, r := range text {
		g := f.glyph(r)
		for y := max(0, -at.Y); y < f.height && at.Y+y < c.height; y++ {
			for x := max(0, -at.X); x < g.width && at.X+x < c.width; x++ {
				if cover := int(g.ink[y*g.width+x]); cover > 0 {
					blend(c.pix[(at.Y+y)*c.stride+3*(at.X+x):], ink, cover+cover>>7)
				}
			}
		}
		at.X += g.width
	}
}
