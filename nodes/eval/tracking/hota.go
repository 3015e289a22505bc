package tracking

import (
	"cmp"
	"maps"
	"slices"

	"github.com/maskgraph/maskgraph/nodes/eval/assign"
)

// HOTA is the mean over the thresholds 0.05, 0.10 … 0.95 of the similarity.
const thresholds = 19

func alpha(i int) float64 {
	step := float64(i) * 0.05
	return 0.05 + step
}

// hotaCounts are those of one threshold.
type hotaCounts struct {
	TP, FP, FN  int
	Association float64 // sum over matches of how well their tracks agree
}

// pair is a true and a found identity.
type pair struct{ truth, found int }

func hotaOf(s sequence) (counts [thresholds]hotaCounts) {
	truth, found := s.presence()
	agree := agreement(s, truth, found)
	matched := map[pair]*[thresholds]int{}
	for _, f := range s.frames {
		gain := assign.NewTable(len(f.Truth), len(f.Found))
		for i, g := range f.Truth {
			for j, t := range f.Found {
				gain.Row(i)[j] = agree.At(g, t) * f.Similarity.At(i, j)
			}
		}
		var matches [thresholds]int
		for i, j := range assign.Best(gain) {
			if j >= 0 {
				count(f.Similarity.At(i, j), pair{f.Truth[i], f.Found[j]}, &matches, matched)
			}
		}
		for a := range counts {
			counts[a].TP += matches[a]
			counts[a].FN += len(f.Truth) - matches[a]
			counts[a].FP += len(f.Found) - matches[a]
		}
	}
	for _, p := range inOrderOfTruth(matched) {
		for a, n := range matched[p] {
			m := float64(n)
			counts[a].Association += m * m / max(1, truth[p.truth]+found[p.found]-m)
		}
	}
	return counts
}

// count notes a match for each threshold that it reaches.
func count(similarity float64, p pair, matches *[thresholds]int, matched map[pair]*[thresholds]int) {
	for a := range thresholds {
		if similarity < alpha(a)-epsilon {
			return
		}
		matches[a]++
		if matched[p] == nil {
			matched[p] = &[thresholds]int{}
		}
		matched[p][a]++
	}
}

// inOrderOfTruth makes sums come out the same each time.
func inOrderOfTruth(matched map[pair]*[thresholds]int) []pair {
	return slices.SortedFunc(maps.Keys(matched), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.truth, b.truth), cmp.Compare(a.found, b.found))
	})
}

// agreement is how much whole tracks agree, 0..1: it decides between matches of
// equal similarity, so that tracks stay together.
func agreement(s sequence, truth, found []float64) assign.Table {
	together := assign.NewTable(s.truth, s.found)
	for _, f := range s.frames {
		rows, cols := sums(f.Similarity)
		for i, g := range f.Truth {
			for j, t := range f.Found {
				similarity := f.Similarity.At(i, j)
				if all := cols[j] + rows[i] - similarity; all > epsilon {
					together.Row(g)[t] += similarity / all
				}
			}
		}
	}
	for g := range s.truth {
		row := together.Row(g)
		for t, v := range row {
			if all := truth[g] + found[t] - v; all > 0 {
				row[t] = v / all
			}
		}
	}
	return together
}

func sums(t assign.Table) (rows, cols []float64) {
	rows, cols = make([]float64, t.Rows), make([]float64, t.Cols)
	for i := range t.Rows {
		for j, v := range t.Row(i) {
			rows[i] += v
			cols[j] += v
		}
	}
	return rows, cols
}
