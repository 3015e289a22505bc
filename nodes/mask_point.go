package nodes

import "math"

// Centroid is the mean of the pixels inside, (0, 0) for an empty mask. The middle
// of pixel (0, 0) lies at (0.5, 0.5). A bent object's centroid may lie outside it.
func (m *Mask) Centroid() (x, y float64) {
	area := 0.0
	for s := range m.Spans() {
		n := float64(s.Y2 - s.Y1)
		x += n * (float64(s.X) + 0.5)
		y += n * float64(s.Y1+s.Y2) / 2
		area += n
	}
	if area == 0 {
		return 0, 0
	}
	return x / area, y / area
}

// DeepestPoint is the middle of the pixel furthest from everything outside, and
// its distance from the middle of the nearest pixel there: the maximum of the
// exact Euclidean distance transform. Of several such pixels it is the one
// nearest to the centroid. Beyond the frame's edge is outside. It is a good click
// for a prompter; the radius is 0 when the mask is empty.
func (m *Mask) DeepestPoint() (x, y, radius float64) {
	d := dive{columns: m.columns()}
	d.cx, d.cy = m.Shift(-m.X, -m.Y).Centroid()
	side := 1
	for side < max(m.W, m.H) {
		side *= 2
	}
	for squares := []pixel{{}}; side > 0; side /= 2 {
		squares = d.quarter(squares, side)
	}
	return float64(m.X) + d.x, float64(m.Y) + d.y, d.radius
}

// dive looks for the deepest pixel. No pixel is deeper than another one and the
// way between them, so one look at the middle of a square rules most squares out,
// and only the rest are quartered.
type dive struct {
	columns        columns
	cx, cy         float64 // the centroid
	x, y           float64 // the best so far
	radius, astray float64 // its depth and its distance from the centroid
}

// quarter looks at the middle of each square, given by its first pixel, and
// returns the quarters of those in which there may be something better.
func (d *dive) quarter(squares []pixel, side int) []pixel {
	half := side / 2
	depths := make([]float64, len(squares))
	for i, s := range squares {
		depths[i] = d.look(s.x+half, s.y+half)
	}
	var rest []pixel
	for i, s := range squares {
		if depths[i]+float64(half)*math.Sqrt2 < d.radius-1e-9 {
			continue
		}
		for _, q := range [4]pixel{s, {s.x + half, s.y}, {s.x, s.y + half}, {s.x + half, s.y + half}} {
			if q.x < len(d.columns) {
				rest = append(rest, q)
			}
		}
	}
	return rest
}

func (d *dive) look(px, py int) float64 {
	depth := math.Sqrt(float64(d.columns.depth2(px, py)))
	x, y := float64(px)+0.5, float64(py)+0.5
	astray := math.Hypot(x-d.cx, y-d.cy)
	if depth > d.radius || depth == d.radius && astray < d.astray {
		d.x, d.y, d.radius, d.astray = x, y, depth, astray
	}
	return depth
}

// columns are the spans of a mask by column, all relative to its crop.
type columns [][]Span

func (m *Mask) columns() columns {
	c := make(columns, m.W)
	for s := range m.Shift(-m.X, -m.Y).Spans() {
		c[s.X] = append(c[s.X], s)
	}
	return c
}

// depth2 is the square of the distance from a pixel to the nearest one outside.
func (c columns) depth2(x, y int) int {
	d := c.depth(x, y)
	best := d * d
	for dx := 1; dx*dx < best; dx++ {
		d = min(c.depth(x-dx, y), c.depth(x+dx, y))
		best = min(best, dx*dx+d*d)
	}
	return best
}

// depth is the distance to the nearest pixel outside in the same column.
func (c columns) depth(x, y int) int {
	if x < 0 || x >= len(c) {
		return 0
	}
	spans := c[x]
	for len(spans) > 1 { // the last that begins at or above y
		if half := len(spans) / 2; spans[half].Y1 <= y {
			spans = spans[half:]
		} else {
			spans = spans[:half]
		}
	}
	if len(spans) == 0 {
		return 0
	}
	return max(0, min(y-spans[0].Y1+1, spans[0].Y2-y))
}
