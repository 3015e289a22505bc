package nodes

import "math"

// Union is what is inside one of two masks or both.
func (m *Mask) Union(n *Mask) *Mask {
	return combine(m, n, func(inM, inN bool) bool { return inM || inN })
}

// Intersect is what is inside both masks. Intersection counts it without making a mask.
func (m *Mask) Intersect(n *Mask) *Mask {
	return combine(m, n, func(inM, inN bool) bool { return inM && inN })
}

// Subtract is what is inside m and not inside n.
func (m *Mask) Subtract(n *Mask) *Mask {
	return combine(m, n, func(inM, inN bool) bool { return inM && !inN })
}

// MergeMasks is the union of any number of masks, empty for none.
func MergeMasks(masks ...*Mask) *Mask {
	switch len(masks) {
	case 0:
		return &Mask{}
	case 1:
		return masks[0]
	}
	half := len(masks) / 2
	return MergeMasks(masks[:half]...).Union(MergeMasks(masks[half:]...))
}

// combine is the mask of the pixels that keep accepts. It is not asked about
// pixels outside both masks.
func combine(m, n *Mask, keep func(inM, inN bool) bool) *Mask {
	a, b := newEdges(m), newEdges(n)
	out := MaskBuilder{spans: make([]Span, 0, (len(m.Runs)+len(n.Runs))/2)}
	start, inside := 0, false
	for at := min(a.at, b.at); at != math.MaxInt64; at = min(a.at, b.at) {
		if a.at == at {
			a.cross()
		}
		if b.at == at {
			b.cross()
		}
		y := int(int32(at))
		switch now := keep(a.inside, b.inside); {
		case now && !inside:
			start, inside = y, true
		case !now && inside:
			out.Add(Span{int((at - int64(y)) >> 32), start, y})
			inside = false
		}
	}
	return out.Mask()
}

// edges walks over the places where the spans of a mask begin and end, in their
// order. A place is one number, x<<32 + y: columns first, then rows.
type edges struct {
	spans  cursor
	span   Span
	at     int64 // the next edge, the largest number there is after the last
	inside bool  // before that edge
}

func newEdges(m *Mask) *edges {
	e := &edges{spans: m.cursor()}
	e.nextSpan()
	return e
}

func (e *edges) nextSpan() {
	var ok bool
	if e.span, ok = e.spans.next(); !ok {
		e.at = math.MaxInt64
		return
	}
	e.at = int64(e.span.X)<<32 + int64(e.span.Y1)
}

// cross goes on behind the next edge.
func (e *edges) cross() {
	if e.inside = !e.inside; e.inside {
		e.at = int64(e.span.X)<<32 + int64(e.span.Y2)
	} else {
		e.nextSpan()
	}
}
