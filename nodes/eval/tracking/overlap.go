package tracking

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes/eval/assign"
	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

func table(things, found []mot.Row, overlap func(a, b mot.Row) float64) assign.Table {
	t := assign.NewTable(len(things), len(found))
	for i, a := range things {
		for j, b := range found {
			t.Row(i)[j] = overlap(a, b)
		}
	}
	return t
}

// surely pairs what overlaps by at least half: the column of each row, or -1.
func surely(similarity assign.Table) []int {
	gated := assign.NewTable(similarity.Rows, similarity.Cols)
	for i, v := range similarity.Cells {
		if v >= threshold-epsilon {
			gated.Cells[i] = v
		}
	}
	cols := assign.Best(gated)
	for i, j := range cols {
		if j >= 0 && gated.At(i, j) <= epsilon {
			cols[i] = -1
		}
	}
	return cols
}

// inside says that more than half of a row lies in one of the regions.
func inside(r mot.Row, regions []mot.Row, share func(a, b mot.Row) float64) bool {
	return slices.ContainsFunc(regions, func(g mot.Row) bool { return share(r, g) > threshold+epsilon })
}

func boxIoU(a, b mot.Row) float64 {
	common, own, other := boxAreas(a, b)
	union := own + other - common
	if union <= epsilon || own <= epsilon {
		return 0
	}
	return common / union
}

// boxShare is the part of a that lies in b.
func boxShare(a, b mot.Row) float64 {
	common, own, _ := boxAreas(a, b)
	if own <= epsilon {
		return 0
	}
	return common / own
}

func boxAreas(a, b mot.Row) (common, own, other float64) {
	x, y, w, h := a.Box[0], a.Box[1], a.Box[2], a.Box[3]
	u, v, p, q := b.Box[0], b.Box[1], b.Box[2], b.Box[3]
	common = max(0, min(x+w, u+p)-max(x, u)) * max(0, min(y+h, v+q)-max(y, v))
	return common, w * h, p * q
}

func maskIoU(a, b mot.Row) float64 { return a.Mask.IoU(b.Mask) }

// maskShare is the part of a that lies in b.
func maskShare(a, b mot.Row) float64 {
	return float64(a.Mask.Intersection(b.Mask)) / float64(max(1, a.Mask.Area()))
}
