package vos

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// tolerance is how far boundaries may be apart and still meet, as a part of the
// frame's diagonal.
const tolerance = 0.008

func radius(width, height int) int {
	return int(math.Ceil(tolerance * math.Sqrt(float64(width*width+height*height))))
}

// field is a part of a frame with a byte for each pixel, 1 for those that are set.
// Everything outside of it is 0.
type field struct {
	x, y, w, h int
	set        []byte
}

func newField(x, y, w, h int) field { return field{x, y, w, h, make([]byte, w*h)} }

// contour is the boundary of a mask on a frame: the pixels that differ from the one
// to the right, below, or both. points are where it is.
type contour struct {
	field
	points [][2]int
}

func contourOf(m *nodes.Mask, width, height int) contour {
	if m == nil {
		return contour{}
	}
	bits := m.Bitmap()
	inside := func(x, y int) byte {
		x, y = min(x, width-1)-m.X, min(y, height-1)-m.Y // at the frame's edge, itself
		if x < 0 || y < 0 || x >= m.W || y >= m.H {
			return 0
		}
		return bits[y*m.W+x]
	}
	x, y := max(0, m.X-1), max(0, m.Y-1)
	c := contour{field: newField(x, y, m.X+m.W-x, m.Y+m.H-y)}
	for dy := range c.h {
		for dx := range c.w {
			x, y := c.x+dx, c.y+dy
			own := inside(x, y)
			if own != inside(x+1, y) || own != inside(x, y+1) || own != inside(x+1, y+1) {
				c.set[dy*c.w+dx] = 1
				c.points = append(c.points, [2]int{x, y})
			}
		}
	}
	return c
}

// widened is every pixel within a distance of the contour.
func (c contour) widened(r int) field {
	if len(c.points) == 0 {
		return field{}
	}
	f := newField(c.x-r, c.y-r, c.w+2*r, c.h+2*r)
	reach := make([]int, r+1) // of the disc's rows, by their distance from its centre
	for dy := range reach {
		reach[dy] = int(math.Sqrt(float64(r*r - dy*dy)))
	}
	stride := f.w + 1
	changes := make([]int32, stride*f.h) // from pixel to pixel, of how many discs cover it
	for _, p := range c.points {
		x, y := p[0]-f.x, p[1]-f.y
		for dy := -r; dy <= r; dy++ {
			row := changes[(y+dy)*stride:]
			row[x-reach[max(dy, -dy)]]++
			row[x+reach[max(dy, -dy)]+1]--
		}
	}
	for y := range f.h {
		covered := int32(0)
		for x := range f.w {
			if covered += changes[y*stride+x]; covered > 0 {
				f.set[y*f.w+x] = 1
			}
		}
	}
	return f
}

// in is how many of the contour's pixels are set in a field.
func (c contour) in(f field) int {
	n := 0
	for _, p := range c.points {
		if x, y := p[0]-f.x, p[1]-f.y; x >= 0 && y >= 0 && x < f.w && y < f.h {
			n += int(f.set[y*f.w+x])
		}
	}
	return n
}

// edge is a contour with its surroundings.
type edge struct {
	contour
	near field
}

func edgeOf(m *nodes.Mask, width, height int) edge {
	c := contourOf(m, width, height)
	return edge{c, c.widened(radius(width, height))}
}

// boundaryF is the harmonic mean of the shares of two boundaries that lie near each
// other. Two that are not there agree.
func boundaryF(a, b edge) float64 {
	if len(a.points) == 0 || len(b.points) == 0 {
		if len(a.points) == len(b.points) {
			return 1
		}
		return 0
	}
	precision := float64(a.in(b.near)) / float64(len(a.points))
	recall := float64(b.in(a.near)) / float64(len(b.points))
	if precision+recall == 0 {
		return 0
	}
	return 2 * precision * recall / (precision + recall)
}
