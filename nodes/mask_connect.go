package nodes

import "math"

// How far apart the rows of spans in neighbouring columns may be to be connected.
const (
	sides   = 0 // they share a side of a pixel
	corners = 1 // or a corner
)

// regions are spans in a forest: those of a region have the same root, which is
// their first.
type regions struct {
	spans  []Span
	parent []int
}

// connect finds the regions of a mask in one pass over its spans.
func (m *Mask) connect(reach int) regions {
	r := regions{spans: make([]Span, 0, len(m.Runs)/2+m.W)}
	for s := range m.Spans() {
		r.spans = append(r.spans, s)
	}
	r.parent = make([]int, len(r.spans))
	left, here := 0, 0 // the first span of the column to the left that may touch, and of this one
	for i, s := range r.spans {
		r.parent[i] = i
		if s.X != r.spans[here].X {
			left, here = here, i
		}
		if s.X > r.spans[left].X+1 {
			left = here
		}
		for left < here && r.spans[left].Y2+reach <= s.Y1 {
			left++
		}
		for j := left; j < here && r.spans[j].Y1 < s.Y2+reach; j++ {
			r.join(i, j)
		}
	}
	return r
}

func (r regions) root(i int) int {
	for r.parent[i] != i {
		r.parent[i] = r.parent[r.parent[i]]
		i = r.parent[i]
	}
	return i
}

func (r regions) join(i, j int) {
	i, j = r.root(i), r.root(j)
	r.parent[max(i, j)] = min(i, j)
}

// areas holds the number of pixels of each region, at its root.
func (r regions) areas() []int {
	areas := make([]int, len(r.spans))
	for i, s := range r.spans {
		areas[r.root(i)] += s.Y2 - s.Y1
	}
	return areas
}

func (r regions) largest() int {
	largest := 0
	for _, area := range r.areas() {
		largest = max(largest, area)
	}
	return largest
}

// filter is the mask of the regions whose area is right, m itself when all are. It
// asks about them in the order of their roots.
func (r regions) filter(m *Mask, right func(area int) bool) *Mask {
	areas := r.areas()
	all := true
	for i, area := range areas {
		if r.parent[i] == i && !right(area) {
			areas[i], all = math.MinInt, false
		}
	}
	if all {
		return m
	}
	var b MaskBuilder
	for i, s := range r.spans {
		if areas[r.root(i)] > 0 {
			b.Add(s)
		}
	}
	return b.Mask()
}

// masks makes a mask of each region, in the order of their roots.
func (r regions) masks() []*Mask {
	var builders []*MaskBuilder
	of := make([]*MaskBuilder, len(r.spans))
	for i, s := range r.spans {
		root := r.root(i)
		if root == i {
			of[i] = &MaskBuilder{}
			builders = append(builders, of[i])
		}
		of[root].Add(s)
	}
	masks := make([]*Mask, len(builders))
	for i, b := range builders {
		masks[i] = b.Mask()
	}
	return masks
}
