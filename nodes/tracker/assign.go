package tracker

import (
	"math"
	"slices"
)

// pair is a row and a column that may be matched, and what that costs.
type pair struct {
	row, col int
	cost     float64
}

// assign matches rows with columns, each at most once, along pairs only, so that
// the costs of the matched pairs plus leave for every row left over are least.
// The answer holds the column of each row, -1 for a row left over. pairs must be
// sorted by row. Equal costs are decided by the order of the input alone.
//
// Rows enter one by one, each along the shortest augmenting path (Jonker and
// Volgenant 1987). The search visits what is connected to the row and no more,
// so groups that share no pair cost nothing to each other.
func assign(rows, cols int, pairs []pair, leave float64) []int {
	s := solver{
		leave: leave,
		pairs: make([][]pair, rows),
		u:     make([]float64, rows), v: make([]float64, cols),
		colOf: slices.Repeat([]int{-1}, rows), rowOf: slices.Repeat([]int{-1}, cols),
		dist: slices.Repeat([]float64{math.Inf(1)}, cols), from: make([]int, cols), done: make([]bool, cols),
	}
	for i := 0; i < len(pairs); {
		end := i + 1
		for end < len(pairs) && pairs[end].row == pairs[i].row {
			end++
		}
		s.pairs[pairs[i].row] = pairs[i:end]
		i = end
	}
	for row := range rows {
		s.enter(row)
	}
	return s.colOf
}

type solver struct {
	leave        float64
	pairs        [][]pair  // of each row
	u, v         []float64 // dual prices: cost - u[row] - v[col] >= 0, and 0 where matched
	colOf, rowOf []int     // -1: none

	// One search: columns reached from the entering row along alternating paths.
	dist  []float64 // length of the shortest path
	from  []int     // the row before the column
	done  []bool    // dist is final, and the column's row was searched
	reach []int     // columns with a finite dist
}

// enter adds a row. Either a path ends at a free column, or some row on a path
// (it may be the new one) is left over.
func (s *solver) enter(row int) {
	s.u[row] = s.leave
	for _, p := range s.pairs[row] {
		s.u[row] = min(s.u[row], p.cost-s.v[p.col])
	}
	exit, leaver := math.Inf(1), row
	at, d := row, 0.0
	for {
		if out := d + s.leave - s.u[at]; out < exit {
			exit, leaver = out, at
		}
		s.expand(at, d)
		col := s.nearest()
		if col < 0 || s.dist[col] > exit {
			s.settle(row, exit)
			col, s.colOf[leaver] = s.colOf[leaver], -1
			s.flip(row, leaver, col)
			return
		}
		d = s.dist[col]
		if s.rowOf[col] < 0 {
			s.settle(row, d)
			s.flip(row, -1, col)
			return
		}
		s.done[col] = true
		at = s.rowOf[col]
	}
}

// expand reaches columns through a row at distance d.
func (s *solver) expand(row int, d float64) {
	for _, p := range s.pairs[row] {
		if through := d + p.cost - s.u[row] - s.v[p.col]; !s.done[p.col] && through < s.dist[p.col] {
			if math.IsInf(s.dist[p.col], 1) {
				s.reach = append(s.reach, p.col)
			}
			s.dist[p.col], s.from[p.col] = through, row
		}
	}
}

// nearest is the column to go on from, -1: none. Of equals a free one ends the search,
// and a thousand boxes of one place would take seconds without that.
func (s *solver) nearest() int {
	best := -1
	for _, col := range s.reach {
		if !s.done[col] && (best < 0 || s.nearer(col, best)) {
			best = col
		}
	}
	return best
}

func (s *solver) nearer(a, b int) bool {
	if s.dist[a] != s.dist[b] {
		return s.dist[a] < s.dist[b]
	}
	if free := s.rowOf[a] < 0; free != (s.rowOf[b] < 0) {
		return free
	}
	return a < b
}

// settle mends the prices after a search whose shortest path has this length,
// and clears the search's marks.
func (s *solver) settle(row int, length float64) {
	s.u[row] += length
	for _, col := range s.reach {
		if s.done[col] {
			s.u[s.rowOf[col]] += length - s.dist[col]
			s.v[col] -= length - s.dist[col]
		}
		s.dist[col], s.done[col] = math.Inf(1), false
	}
	s.reach = s.reach[:0]
}

// flip matches along the path from row to col. When leaver is a row, it had col
// and gave it up; the path may be that row alone.
func (s *solver) flip(row, leaver, col int) {
	for at := leaver; at != row; {
		at = s.from[col]
		next := s.colOf[at]
		s.colOf[at], s.rowOf[col] = col, at
		col = next
	}
}
