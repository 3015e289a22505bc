package assign_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes/eval/assign"
)

func table(rows ...[]float64) assign.Table {
	var t assign.Table
	for _, r := range rows {
		t.Rows, t.Cols, t.Cells = t.Rows+1, len(r), append(t.Cells, r...)
	}
	return t
}

func TestBest(t *testing.T) {
	tests := []struct {
		name string
		gain assign.Table
		want []int
	}{
		{"nothing", assign.Table{}, []int{}},
		{"no columns", assign.NewTable(2, 0), []int{-1, -1}},
		{"no rows", assign.NewTable(0, 3), []int{}},
		{"one", table([]float64{0}), []int{0}},
		{"equal: in order", table([]float64{1, 1}, []float64{1, 1}), []int{0, 1}},
		{"the greedy choice is not the best", table([]float64{9, 8}, []float64{8, 1}), []int{1, 0}},
		{"more columns", table([]float64{1, 5, 2}, []float64{1, 6, 2}), []int{2, 1}},
		{"more rows", table([]float64{1}, []float64{5}, []float64{2}), []int{-1, 0, -1}},
		{"losses", table([]float64{-3, -1}, []float64{-1, -9}), []int{1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := assign.Best(tt.gain); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestBestIsBest compares with every possible pairing of small tables.
func TestBestIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gain := assign.NewTable(rapid.IntRange(0, 6).Draw(t, "rows"), rapid.IntRange(0, 6).Draw(t, "cols"))
		for i := range gain.Cells {
			gain.Cells[i] = float64(rapid.IntRange(-4, 9).Draw(t, "gain")) / 4
		}
		sum, pairs, used := 0.0, 0, map[int]bool{}
		for row, col := range assign.Best(gain) {
			if col < 0 {
				continue
			}
			if used[col] {
				t.Fatalf("column %d twice", col)
			}
			used[col] = true
			sum, pairs = sum+gain.At(row, col), pairs+1
		}
		if pairs != min(gain.Rows, gain.Cols) {
			t.Fatalf("%d pairs of %dx%d", pairs, gain.Rows, gain.Cols)
		}
		if want := most(gain, 0, 0, pairs); math.Abs(sum-want) > 1e-9 {
			t.Fatalf("sum %g, want %g", sum, want)
		}
	})
}

// most is the greatest sum of a number of pairs among the rows from one on.
func most(gain assign.Table, row int, used uint, pairs int) float64 {
	if pairs == 0 {
		return 0
	}
	if gain.Rows-row < pairs {
		return math.Inf(-1)
	}
	best := most(gain, row+1, used, pairs)
	for col := range gain.Cols {
		if used>>col&1 == 0 {
			best = max(best, gain.At(row, col)+most(gain, row+1, used|1<<col, pairs-1))
		}
	}
	return best
}
