// Package assign pairs the rows of a table with its columns as well as possible.
package assign

import "math"

// Table is a table of numbers. The zero value has no cells.
type Table struct {
	Rows, Cols int
	Cells      []float64 // row by row
}

// NewTable is a table of zeros.
func NewTable(rows, cols int) Table {
	return Table{Rows: rows, Cols: cols, Cells: make([]float64, rows*cols)}
}

// Row is a row's cells; writing to them changes the table.
func (t Table) Row(i int) []float64 { return t.Cells[i*t.Cols : (i+1)*t.Cols] }

// At is one cell.
func (t Table) At(row, col int) float64 { return t.Cells[row*t.Cols+col] }

// Best pairs as many rows as it can, each with a column of its own, so that the
// sum of the paired cells is greatest. The answer is the column of each row, -1
// for a row that is left over, which happens when there are more rows than
// columns. Cells must be finite.
func Best(gain Table) []int {
	if gain.Rows > gain.Cols {
		colOf := make([]int, gain.Rows)
		for i := range colOf {
			colOf[i] = -1
		}
		for col, row := range Best(gain.turned()) {
			colOf[row] = col
		}
		return colOf
	}
	s := newSearch(gain)
	for row := range gain.Rows {
		s.enter(row)
	}
	colOf := make([]int, gain.Rows)
	for col, row := range s.rowOf {
		if row >= 0 {
			colOf[row] = col
		}
	}
	return colOf
}

func (t Table) turned() Table {
	out := NewTable(t.Cols, t.Rows)
	for i := range t.Rows {
		for j, v := range t.Row(i) {
			out.Cells[j*t.Rows+i] = v
		}
	}
	return out
}

// search lets rows enter one by one, each along the shortest augmenting path
// (Jonker and Volgenant 1987). The cost of a cell is its gain negated.
type search struct {
	gain  Table
	rowOf []int     // of each column, -1 when it is free
	u, v  []float64 // prices of rows and columns: no cell costs less than both together

	// The paths from the row that enters:
	dist []float64 // to each column
	from []int     // the column before it, -1 when the path starts there
	done []bool    // the column is on the tree of shortest paths
}

func newSearch(gain Table) *search {
	s := &search{
		gain: gain, rowOf: make([]int, gain.Cols), u: make([]float64, gain.Rows), v: make([]float64, gain.Cols),
		dist: make([]float64, gain.Cols), from: make([]int, gain.Cols), done: make([]bool, gain.Cols),
	}
	for col := range s.rowOf {
		s.rowOf[col] = -1
	}
	return s
}

func (s *search) enter(row int) {
	for col := range s.dist {
		s.dist[col], s.done[col] = math.Inf(1), false
	}
	at, before := row, -1
	for {
		col := s.expand(at, before)
		s.pay(row, s.dist[col])
		s.done[col] = true
		if s.rowOf[col] < 0 {
			s.flip(row, col)
			return
		}
		at, before = s.rowOf[col], col
	}
}

// expand lengthens the paths by a row, which the column before led to, and
// returns the column that is nearest now; of equal ones, the first.
func (s *search) expand(row, before int) int {
	nearest := -1
	for col, gain := range s.gain.Row(row) {
		if s.done[col] {
			continue
		}
		if d := -gain - s.u[row] - s.v[col]; d < s.dist[col] {
			s.dist[col], s.from[col] = d, before
		}
		if nearest < 0 || s.dist[col] < s.dist[nearest] {
			nearest = col
		}
	}
	return nearest
}

// pay moves the prices so that the nearest column costs nothing to reach.
func (s *search) pay(entering int, d float64) {
	s.u[entering] += d
	for col, done := range s.done {
		if done {
			s.u[s.rowOf[col]] += d
			s.v[col] -= d
		} else {
			s.dist[col] -= d
		}
	}
}

// flip pairs along the path that ends at a free column.
func (s *search) flip(entering, col int) {
	for col >= 0 {
		before := s.from[col]
		if before < 0 {
			s.rowOf[col] = entering
		} else {
			s.rowOf[col] = s.rowOf[before]
		}
		col = before
	}
}
