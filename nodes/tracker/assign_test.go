package tracker

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAssign(t *testing.T) {
	tests := []struct {
		name       string
		rows, cols int
		pairs      []pair
		leave      float64
		want       []int
	}{
		{"nothing", 0, 0, nil, 1, []int{}},
		{"no columns", 2, 0, nil, 1, []int{-1, -1}},
		{"one pair", 1, 1, []pair{{0, 0, 0.5}}, 1, []int{0}},
		{"a pair dearer than leaving", 1, 1, []pair{{0, 0, 1.5}}, 1, []int{-1}},
		{"the nearer one gives way", 2, 2, []pair{{0, 0, 0.1}, {0, 1, 0.2}, {1, 0, 0.2}}, 1, []int{1, 0}},
		{"the later row is better", 2, 1, []pair{{0, 0, 0.4}, {1, 0, 0.2}}, 1, []int{-1, 0}},
		{"a row leaves for two others", 3, 2, []pair{{0, 0, 0}, {1, 0, 0}, {1, 1, 0.9}, {2, 1, 0.1}}, 1, []int{0, -1, 1}},
		{"equal costs: the lower index", 2, 2, []pair{{0, 0, 0.5}, {0, 1, 0.5}, {1, 0, 0.5}, {1, 1, 0.5}}, 1, []int{0, 1}},
		{"groups apart", 3, 3, []pair{{0, 2, 0.1}, {1, 0, 0.1}, {2, 1, 0.1}}, 1, []int{2, 0, 1}},
		{"negative costs", 2, 2, []pair{{0, 0, -1}, {0, 1, -0.9}, {1, 0, -0.5}}, 1, []int{1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := assign(tt.rows, tt.cols, tt.pairs, tt.leave); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestAssignIsBest compares with every possible assignment of small problems.
func TestAssignIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(0, 6).Draw(t, "rows"), rapid.IntRange(0, 6).Draw(t, "cols")
		pairs := drawPairs(t, rows, cols)
		leave := float64(rapid.IntRange(-2, 12).Draw(t, "leave")) / 4
		got := assign(rows, cols, pairs, leave)
		if cost, best := costOf(t, got, cols, pairs, leave), cheapest(rows, pairs, leave); math.Abs(cost-best) > 1e-9 {
			t.Fatalf("got %v at %g, the best costs %g", got, cost, best)
		}
	})
}

// drawPairs draws from few costs, so that ties are common.
func drawPairs(t *rapid.T, rows, cols int) []pair {
	var pairs []pair
	for r := range rows {
		for c := range cols {
			if rapid.Bool().Draw(t, "gated") {
				pairs = append(pairs, pair{r, c, float64(rapid.IntRange(-6, 6).Draw(t, "cost")) / 4})
			}
		}
	}
	return pairs
}

func costOf(t *rapid.T, colOf []int, cols int, pairs []pair, leave float64) float64 {
	used := make([]bool, cols)
	total := 0.0
	for row, col := range colOf {
		if col < 0 {
			total += leave
			continue
		}
		i := slices.IndexFunc(pairs, func(p pair) bool { return p.row == row && p.col == col })
		if i < 0 || used[col] {
			t.Fatalf("%v: row %d has column %d, which is no pair or taken", colOf, row, col)
		}
		used[col] = true
		total += pairs[i].cost
	}
	return total
}

func cheapest(rows int, pairs []pair, leave float64) float64 {
	var try func(row int, used uint) float64
	try = func(row int, used uint) float64 {
		if row == rows {
			return 0
		}
		best := leave + try(row+1, used)
		for _, p := range pairs {
			if p.row == row && used&(1<<p.col) == 0 {
				best = min(best, p.cost+try(row+1, used|1<<p.col))
			}
		}
		return best
	}
	return try(0, 0)
}

func BenchmarkAssignCrowd(b *testing.B) {
	const n = 300
	rng := rand.New(rand.NewPCG(1, 2))
	var pairs []pair
	for r := range n {
		for c := range n {
			pairs = append(pairs, pair{r, c, -rng.Float64()})
		}
	}
	for b.Loop() {
		assign(n, n, pairs, 1)
	}
}
