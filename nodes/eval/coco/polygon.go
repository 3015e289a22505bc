package coco

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

const (
	fine    = 5       // steps to a pixel, on the grid that polygons are walked on
	centre  = 2       // the step in a pixel's middle
	maxCoor = 1 << 20 // of a polygon: a picture is smaller
)

// fill is the mask of polygons x, y, x, y …, together, pixel by pixel what
// pycocotools makes of them: corners are rounded to fifths of a pixel, edges walked
// in such steps, and the rows noted where the walk crosses the middle of a column.
func fill(width, height int, polygons [][]float64) (*nodes.Mask, error) {
	var masks []*nodes.Mask
	for _, p := range polygons {
		if len(p) < 6 || len(p)%2 != 0 {
			return nil, fmt.Errorf("polygon: want x, y, x, y … of at least 3 corners, got %d numbers", len(p))
		}
		if slices.ContainsFunc(p, func(v float64) bool { return !(math.Abs(v) <= maxCoor) }) {
			return nil, errors.New("polygon: a corner is far away from any picture")
		}
		var runs []uint32
		end := 0
		for _, at := range append(turns(width, height, p), width*height) {
			runs = append(runs, uint32(at-end))
			end = at
		}
		m, err := nodes.MaskFromCOCORuns(width, height, runs)
		if err != nil {
			return nil, err
		}
		masks = append(masks, m)
	}
	return nodes.MergeMasks(masks...), nil
}

// turns is where, counted down the columns, a polygon begins or ends, in order.
func turns(width, height int, polygon []float64) []int {
	var at []int
	n := len(polygon) / 2
	corner := func(i int) (x, y int) {
		i %= n
		return int(fine*polygon[2*i] + .5), int(fine*polygon[2*i+1] + .5)
	}
	u, v := corner(0)
	for i := range n {
		x1, y1 := corner(i)
		x2, y2 := corner(i + 1)
		walk(x1, y1, x2, y2, func(x, y int) {
			if col := min(x, u) - centre; x != u && col >= 0 && col%fine == 0 && col/fine < width {
				row := max(0, min(v, y)-centre+fine-1) / fine
				at = append(at, col/fine*height+min(row, height))
			}
			u, v = x, y
		})
	}
	slices.Sort(at)
	return at
}

// walk visits the grid points of an edge, both ends included. Both directions of an
// edge visit the same points.
func walk(x1, y1, x2, y2 int, visit func(x, y int)) {
	dx, dy := abs(x2-x1), abs(y2-y1)
	steps := max(dx, dy)
	back := dx >= dy && x1 > x2 || dx < dy && y1 > y2
	if back {
		x1, y1, x2, y2 = x2, y2, x1, y1
	}
	for i := range steps + 1 {
		t := i
		if back {
			t = steps - i
		}
		switch {
		case steps == 0:
			visit(x1, y1)
		case dx >= dy:
			visit(x1+t, along(y1, y2-y1, steps, t))
		default:
			visit(along(x1, x2-x1, steps, t), y1+t)
		}
	}
}

// along is where a coordinate is that changes so much in all steps, after t.
func along(from, change, steps, t int) int {
	slope := float64(change) / float64(steps)
	moved := slope * float64(t)
	return int(float64(from) + moved + .5)
}

func abs(n int) int { return max(n, -n) }
