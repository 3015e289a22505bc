package nodes_test

import (
	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

type line struct{ a, b nodes.Vertex }

func linesOf(rings ...nodes.Ring) []line {
	var lines []line
	for _, r := range rings {
		for i, v := range r {
			lines = append(lines, line{v, r[(i+1)%len(r)]})
		}
	}
	return lines
}

// side is above 0 on one side of the line, below 0 on the other.
func (l line) side(p nodes.Vertex) float64 {
	return (l.b.X-l.a.X)*(p.Y-l.a.Y) - (l.b.Y-l.a.Y)*(p.X-l.a.X)
}

func (l line) crosses(k line) bool {
	return l.side(k.a)*l.side(k.b) < 0 && k.side(l.a)*k.side(l.b) < 0
}

// holds says that a point lies on the line, but not at its ends.
func (l line) holds(p nodes.Vertex) bool {
	return p != l.a && p != l.b && l.side(p) == 0 && min(l.a.X, l.b.X) <= p.X && p.X <= max(l.a.X, l.b.X) &&
		min(l.a.Y, l.b.Y) <= p.Y && p.Y <= max(l.a.Y, l.b.Y)
}

// wantApart says which lines of rings meet anywhere but at a common vertex, and
// which ring comes to a place twice.
func wantApart(t *rapid.T, rings []nodes.Ring) {
	t.Helper()
	for _, r := range rings {
		seen := map[nodes.Vertex]bool{}
		for _, v := range r {
			if seen[v] {
				t.Fatalf("ring %v comes twice to %v", r, v)
			}
			seen[v] = true
		}
	}
	lines := linesOf(rings...)
	for i, l := range lines {
		for _, k := range lines[:i] {
			same := l == k || l.a == k.b && l.b == k.a
			if l.crosses(k) || same || l.holds(k.a) || l.holds(k.b) || k.holds(l.a) || k.holds(l.b) {
				t.Fatalf("lines %v and %v meet", l, k)
			}
		}
	}
}

// wantNoCrossing allows lines that meet at vertices, as bridges do, and no others.
func wantNoCrossing(t *rapid.T, ring nodes.Ring) {
	t.Helper()
	lines := linesOf(ring)
	for i, l := range lines {
		for _, k := range lines[:i] {
			if l.crosses(k) || l.holds(k.a) || k.holds(l.a) {
				t.Fatalf("lines %v and %v of %v meet", l, k, ring)
			}
		}
	}
}
