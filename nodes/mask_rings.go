package nodes

import (
	"fmt"
	"math"
	"slices"
)

// FillRule says which places rings go around.
type FillRule int

const (
	// EvenOdd is inside what an odd number of rings goes around.
	EvenOdd FillRule = iota
	// NonZero is inside what rings go around more often one way than the other.
	NonZero
)

// Bounds of what MaskFromRings accepts, so that a broken file cannot ask for more
// memory than there is.
const (
	maxSide   = 1 << 16
	maxVertex = 1 << 30
)

// MaskFromRings is the mask of the pixels whose middle lies inside the rings, cut
// off at the edge of the frame. A middle that lies on a line belongs to the area
// to the right of it or below it, so polygons that share a line share no pixel.
// Polygons that may overlap are rasterised one by one: see MergeMasks.
func MaskFromRings(width, height int, rings []Ring, rule FillRule) (*Mask, error) {
	if width <= 0 || height <= 0 || width > maxSide || height > maxSide {
		return nil, fmt.Errorf("polygon on a picture of %dx%d pixels: no such picture", width, height)
	}
	lines, err := slopes(rings, width)
	if err != nil {
		return nil, err
	}
	var b MaskBuilder
	var across []slope
	var crossings []crossing
	for x := range width {
		for ; len(lines) > 0 && lines[0].first == x; lines = lines[1:] {
			across = append(across, lines[0])
		}
		across = slices.DeleteFunc(across, func(s slope) bool { return s.end <= x })
		if len(across) == 0 && len(lines) == 0 {
			break
		}
		crossings = crossings[:0]
		for _, s := range across {
			crossings = append(crossings, crossing{pixelAt(s.at(float64(x)+0.5), height), s.turn})
		}
		fillColumn(&b, x, crossings, rule)
	}
	return b.Mask(), nil
}

// fillColumn adds what is inside of a column that lines cross at whole rows.
func fillColumn(b *MaskBuilder, x int, crossings []crossing, rule FillRule) {
	slices.SortFunc(crossings, func(c, d crossing) int { return c.y - d.y })
	turns := 0
	for i, c := range crossings {
		turns += c.turn
		if rule == EvenOdd && i%2 == 0 || rule == NonZero && turns != 0 {
			b.Add(Span{x, c.y, crossings[i+1].y})
		}
	}
}

// crossing is the first row below a line, and which way the line goes.
type crossing struct{ y, turn int }

// slope is a line of a ring, from left to right, with the columns whose middle it
// crosses, half-open.
type slope struct {
	a, b       Vertex
	turn       int
	first, end int
}

// at is the height of the line. A bridge's two lines cross at the same place,
// because they are the same numbers here.
func (s slope) at(x float64) float64 {
	return s.a.Y + (x-s.a.X)/(s.b.X-s.a.X)*(s.b.Y-s.a.Y)
}

// slopes are the lines of all rings that cross a column, by the first they cross.
func slopes(rings []Ring, width int) ([]slope, error) {
	var lines []slope
	for i, ring := range rings {
		for j, a := range ring {
			if !(math.Abs(a.X) <= maxVertex && math.Abs(a.Y) <= maxVertex) {
				return nil, fmt.Errorf("polygon ring %d: vertex %d lies at (%g, %g)", i, j, a.X, a.Y)
			}
			b, turn := ring[(j+1)%len(ring)], 1
			if b.X < a.X {
				a, b, turn = b, a, -1
			}
			if s := (slope{a, b, turn, pixelAt(a.X, width), pixelAt(b.X, width)}); s.first < s.end {
				lines = append(lines, s)
			}
		}
	}
	slices.SortStableFunc(lines, func(s, t slope) int { return s.first - t.first })
	return lines, nil
}

// pixelAt is the first of a number of pixels in a row whose middle lies at v or behind it.
func pixelAt(v float64, size int) int {
	return int(min(float64(size), max(0, math.Ceil(v-0.5))))
}
