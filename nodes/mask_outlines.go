package nodes

// outlines are the rings of a mask while they are simplified, in half pixels.
type outlines struct {
	points     []pixel       // of all rings: corners and middles of pixels' edges
	after      []int         // the next point of the ring
	stays      []bool        // the point is still a vertex
	prev, next []int         // the neighbours among the vertices
	rings      [][]int       // the vertices at first
	columns    map[int][]int // the vertices now, by x
}

// newOutlines has vertices in the corners of rings, or in the middles of the edges
// of pixels that come before and after each corner.
func newOutlines(rings [][]pixel, chamfer bool) *outlines {
	o := &outlines{columns: map[int][]int{}}
	for _, ring := range rings {
		var vertices []int
		first := len(o.points)
		for i, c := range ring {
			d := ring[(i+1)%len(ring)]
			length := max(d.x-c.x, c.x-d.x, d.y-c.y, c.y-d.y)
			step := pixel{(d.x - c.x) / length, (d.y - c.y) / length}
			points := []pixel{
				{halves * c.x, halves * c.y},
				{halves*c.x + step.x, halves*c.y + step.y},
				{halves*d.x - step.x, halves*d.y - step.y},
			}
			if length == 1 {
				points = points[:2]
			}
			for k, p := range points {
				if chamfer == (k > 0) {
					vertices = append(vertices, len(o.points))
				}
				o.after = append(o.after, len(o.points)+1)
				o.points = append(o.points, p)
			}
		}
		o.after[len(o.after)-1] = first
		o.rings = append(o.rings, vertices)
	}
	o.link()
	return o
}

func (o *outlines) link() {
	o.stays = make([]bool, len(o.points))
	o.prev, o.next = make([]int, len(o.points)), make([]int, len(o.points))
	for _, ring := range o.rings {
		last := ring[len(ring)-1]
		for _, at := range ring {
			o.stays[at] = true
			o.prev[at], o.next[last] = last, at
			x := o.points[at].x
			o.columns[x] = append(o.columns[x], at)
			last = at
		}
	}
}

func (o *outlines) pick(vertices []int) []pixel {
	points := make([]pixel, len(vertices))
	for i, at := range vertices {
		points[i] = o.points[at]
	}
	return points
}

// near says that without a vertex the outline is still close to what was there.
func (o *outlines) near(at int, tolerance float64) bool {
	a, b := o.prev[at], o.next[at]
	for i := o.after[a]; i != b; i = o.after[i] {
		if distance(o.points[i], o.points[a], o.points[b]) > tolerance {
			return false
		}
	}
	return true
}

// free says that no other vertex lies in the triangle of a vertex and its
// neighbours or on its edge.
func (o *outlines) free(at int) bool {
	a, b, c := o.points[o.prev[at]], o.points[at], o.points[o.next[at]]
	top, bottom := min(a.y, b.y, c.y), max(a.y, b.y, c.y)
	for x := min(a.x, b.x, c.x); x <= max(a.x, b.x, c.x); x++ {
		for _, i := range o.columns[x] {
			p := o.points[i]
			if p.y < top || p.y > bottom || i == at || i == o.prev[at] || i == o.next[at] {
				continue
			}
			d, e, f := side(a, b, p), side(b, c, p), side(c, a, p)
			if min(d, e, f) >= 0 || max(d, e, f) <= 0 {
				return false
			}
		}
	}
	return true
}

// drop makes neighbours of a vertex's neighbours.
func (o *outlines) drop(at int) {
	o.stays[at] = false
	o.next[o.prev[at]], o.prev[o.next[at]] = o.next[at], o.prev[at]
	column := o.columns[o.points[at].x]
	for i, other := range column {
		if other == at {
			column[i] = column[len(column)-1]
			o.columns[o.points[at].x] = column[:len(column)-1]
			return
		}
	}
}

// side is above 0 when p lies on the right hand of the way from a to b, 0 when on it.
func side(a, b, p pixel) int {
	return (b.x-a.x)*(p.y-a.y) - (b.y-a.y)*(p.x-a.x)
}
