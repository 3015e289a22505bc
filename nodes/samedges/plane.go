package samedges

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// plane is a number for each pixel of a frame, rows from the top.
type plane struct {
	width, height int
	values        []float32
}

func newPlane(width, height int) *plane {
	return &plane{width, height, make([]float32, width*height)}
}

// at is the value of a pixel; beyond the edge it is that of the nearest pixel.
func (p *plane) at(x, y int) float32 {
	return p.values[min(max(y, 0), p.height-1)*p.width+min(max(x, 0), p.width-1)]
}

// between is the value at a place between the centres of pixels, bilinear.
func (p *plane) between(x, y float64) float32 {
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := float32(x-x0), float32(y-y0)
	ix, iy := int(x0), int(y0)
	top := p.at(ix, iy)*(1-fx) + p.at(ix+1, iy)*fx
	bottom := p.at(ix, iy+1)*(1-fx) + p.at(ix+1, iy+1)*fx
	return top*(1-fy) + bottom*fy
}

// cell is a cell of the decoder's masks, in pixels of a frame.
func cell(width, height int) float64 { return float64(max(width, height)) / sam.Grid }

// blur is the plane under a Gaussian.
func (p *plane) blur(sigma float64) *plane {
	radius := int(math.Ceil(3 * sigma))
	weights := make([]float32, 2*radius+1)
	sum := float32(0)
	for i := range weights {
		d := float64(i-radius) / sigma
		weights[i] = float32(math.Exp(-d * d / 2))
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return p.along(1, 0, weights).along(0, 1, weights)
}

// along is the plane filtered in one direction.
func (p *plane) along(dx, dy int, weights []float32) *plane {
	out, radius := newPlane(p.width, p.height), len(weights)/2
	for y := range p.height {
		for x := range p.width {
			sum := float32(0)
			for i, w := range weights {
				sum += w * p.at(x+(i-radius)*dx, y+(i-radius)*dy)
			}
			out.values[y*p.width+x] = sum
		}
	}
	return out
}

// thin keeps the ridges: pixels that are not weaker than their neighbours across
// the line that they lie on. Of two equal neighbours one stays.
func (p *plane) thin() *plane {
	out := newPlane(p.width, p.height)
	for y := range p.height {
		for x := range p.width {
			v := p.at(x, y)
			if v == 0 {
				continue
			}
			dx, dy := p.across(x, y)
			before, after := p.between(float64(x)-dx, float64(y)-dy), p.between(float64(x)+dx, float64(y)+dy)
			if v >= before && v > after {
				out.values[y*p.width+x] = v
			}
		}
	}
	return out
}

// across is the direction in which the plane rises and falls most around a pixel,
// of length 1: the first axis of its gradients' structure tensor. On a ridge the
// gradient itself is nothing, but to both sides of it there is one.
func (p *plane) across(x, y int) (dx, dy float64) {
	var xx, yy, xy float32
	for ny := y - 2; ny <= y+2; ny++ {
		for nx := x - 2; nx <= x+2; nx++ {
			gx, gy := p.at(nx+1, ny)-p.at(nx-1, ny), p.at(nx, ny+1)-p.at(nx, ny-1)
			xx, yy, xy = xx+gx*gx, yy+gy*gy, xy+gx*gy
		}
	}
	dy, dx = math.Sincos(math.Atan2(2*float64(xy), float64(xx-yy)) / 2)
	return dx, dy
}

// writeGray scales the plane to 0..255.
func (p *plane) writeGray(pix []byte) {
	strongest := float32(0)
	for _, v := range p.values {
		strongest = max(strongest, v)
	}
	scale := float32(0)
	if strongest > 0 {
		scale = 255 / strongest
	}
	for i, v := range p.values {
		pix[i] = byte(v*scale + 0.5)
	}
}
