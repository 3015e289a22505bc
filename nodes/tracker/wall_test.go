package tracker

import (
	"math"
	"math/rand/v2"
	"sync"

	"github.com/maskgraph/maskgraph/nodes"
)

// wall is a landscape of soft bumps, as a camera sees it: what is at a place of the
// picture is taken from where view says.
type wall struct {
	view  Affine
	light float64
	seed  uint64
}

func newWall() *wall { return &wall{view: Affine{1, 0, 0, 0, 1, 0}, seed: 5} }

const wallWidth, wallHeight, wallMargin = 1040, 660, 200

// bumps is the landscape, worked out once for each seed.
var bumps = [2]func() []float32{sync.OnceValue(func() []float32 { return bumpy(0) }), sync.OnceValue(func() []float32 { return bumpy(1) })}

func bumpy(seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(5, seed))
	all := make([]float32, wallWidth*wallHeight)
	for range 200 {
		x0, y0, r, h := wallWidth*rng.Float64(), wallHeight*rng.Float64(), 8+30*rng.Float64(), 80*rng.NormFloat64()
		for y := max(0, int(y0-3*r)); y < min(wallHeight, int(y0+3*r)); y++ {
			for x := max(0, int(x0-3*r)); x < min(wallWidth, int(x0+3*r)); x++ {
				all[y*wallWidth+x] += float32(h * math.Exp(-(square(float64(x)-x0)+square(float64(y)-y0))/square(r)))
			}
		}
	}
	return all
}

func (w *wall) frame(format nodes.PixelFormat) *nodes.Frame {
	const width, height = 640, 360
	land := bumps[w.seed%2]()
	pix := make([]byte, 0, width*height*3)
	for y := range height {
		for x := range width {
			u, v := w.view.apply(float64(x)+0.5, float64(y)+0.5)
			at := int(max(0, min(v+wallMargin, wallHeight-1)))*wallWidth + int(max(0, min(u+wallMargin, wallWidth-1)))
			grey := byte(max(0, min(128+w.light+float64(land[at]), 255)))
			for range format.Channels() {
				pix = append(pix, grey)
			}
		}
	}
	return nodes.NewFrame(width, height, format, pix, nil)
}

func (w *wall) thumbnail(found ...nodes.Instance) *thumbnail {
	f := w.frame(nodes.Gray8)
	defer f.Release()
	return shrink(f, found)
}
