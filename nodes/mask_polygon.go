package nodes

// Vertex is a point in pixels of the full frame: pixel (0, 0) reaches from (0, 0)
// to (1, 1).
type Vertex struct{ X, Y float64 }

// Ring is a closed line: the last vertex is joined to the first and not repeated.
type Ring []Vertex

// Polygon is an area inside its first ring and outside all others, its holes, as
// in GeoJSON.
type Polygon []Ring

// Area is in square pixels: positive for a ring that goes clockwise on the screen,
// as a polygon's first ring does, and negative for one of its holes.
func (r Ring) Area() float64 {
	double := 0.0
	for i, v := range r {
		w := r[(i+1)%len(r)]
		double += v.X*w.Y - w.X*v.Y
	}
	return double / 2
}

// Polygons are the outlines of the mask, one polygon for each part whose pixels
// hang together by their sides. They run along the edges of pixels, and
// MaskFromRings of all of them is the mask again.
//
// A tolerance above 0, in pixels, leaves corners out: none of them lies further
// than that from the outline that stays. Rings are still simple, do not cross each
// other, lie in each other as before and keep four vertices at least, so nothing
// vanishes and no hole closes. 0.5 straightens diagonals and changes next to no
// pixel; 1 straightens all stairs of pixels.
func (m *Mask) Polygons(tolerance float64) []Polygon {
	var traced [][]pixel
	var polygons []Polygon
	for _, part := range m.connect(sides).masks() {
		rings := part.trace()
		traced = append(traced, rings...)
		polygons = append(polygons, make(Polygon, len(rings)))
	}
	rings := vertices(traced)
	if tolerance > 0 {
		rings = simplify(traced, tolerance)
	}
	for i, p := range polygons {
		polygons[i], rings = rings[:len(p):len(p)], rings[len(p):]
	}
	return polygons
}

func vertices(traced [][]pixel) []Ring {
	rings := make([]Ring, len(traced))
	for i, corners := range traced {
		rings[i] = make(Ring, len(corners))
		for j, c := range corners {
			rings[i][j] = Vertex{float64(c.x), float64(c.y)}
		}
	}
	return rings
}

// pixel is a whole place of the frame: a pixel, or its upper left corner.
type pixel struct{ x, y int }

// trace walks around a part whose pixels hang together by their sides and returns
// the corners of its outline, then those of its holes. What is inside is always on
// the right hand. At a place where two of its pixels touch only at a corner it
// turns so that they stay together: the pixels hang together elsewhere, so no
// ring comes to such a place twice.
func (m *Mask) trace() [][]pixel {
	walls := m.walls()
	next := make([]int, len(walls))
	waiting := make([]int, m.H+1) // on each row of corners: an end whose level edge goes on to the right
	meet := func(y, end int) {
		other := waiting[y-m.Y]
		if waiting[y-m.Y] = end; other != 0 {
			waiting[y-m.Y] = 0
			next[-min(end, other)-1] = max(end, other) - 1
		}
	}
	for k, w := range walls { // numbered from 1; where the walk leaves a wall is below 0
		meet(w.from, k+1)
		meet(w.to, -k-1)
	}
	var rings [][]pixel
	done := make([]bool, len(walls))
	for first := range walls {
		var ring []pixel
		for k := first; !done[k]; k = next[k] {
			done[k] = true
			ring = append(ring, pixel{walls[k].x, walls[k].from}, pixel{walls[k].x, walls[k].to})
		}
		if ring != nil {
			rings = append(rings, ring)
		}
	}
	return rings
}

// wall is an upright stretch of outline, walked from one row of corners to
// another: up when inside is to the right of it, down when inside is to the left.
type wall struct{ x, from, to int }

// walls go from left to right; of those at the same x, the ones that go up come
// first. With this order the nearest end on the left belongs to the walk that
// trace wants.
func (m *Mask) walls() []wall {
	walls := make([]wall, 0, len(m.Runs)+2*m.W)
	left, right := m.Subtract(m.Shift(1, 0)).cursor(), m.Subtract(m.Shift(-1, 0)).cursor()
	up, okUp := left.next()
	down, okDown := right.next()
	for okUp || okDown {
		if okUp && (!okDown || up.X <= down.X+1) {
			walls = append(walls, wall{up.X, up.Y2, up.Y1})
			up, okUp = left.next()
		} else {
			walls = append(walls, wall{down.X + 1, down.Y1, down.Y2})
			down, okDown = right.next()
		}
	}
	return walls
}
