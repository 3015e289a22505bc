package tracking

import "github.com/maskgraph/maskgraph/nodes/eval/assign"

const threshold = 0.5 // of the similarity that makes a match, for CLEAR and identity

// clearCounts are CLEAR's.
type clearCounts struct {
	TP, FP, FN, IDSW int
	Frag             int     // how often a thing is followed again after a gap
	MT, ML           int     // things followed on more than 80 % of their frames, on less than 20 %
	Similarity       float64 // sum over matches
}

// clearState is what a frame must know of those before.
type clearState struct {
	clearCounts
	last, prev []int // of each true thing: what it was matched with last, and on the frame before; -1: nothing
	seen, hit  []int // frames it was on, frames it was matched on
	runs       []int // unbroken stretches of matches
}

func clearOf(s sequence) clearCounts {
	c := clearState{seen: make([]int, s.truth), hit: make([]int, s.truth), runs: make([]int, s.truth)}
	for range s.truth {
		c.last, c.prev = append(c.last, -1), append(c.prev, -1)
	}
	for _, f := range s.frames {
		for _, g := range f.Truth {
			c.seen[g]++
		}
		if len(f.Truth) == 0 || len(f.Found) == 0 { // nothing to be said of matches: prev stays
			c.FN += len(f.Truth)
			c.FP += len(f.Found)
			continue
		}
		c.frame(f)
	}
	for g, seen := range c.seen {
		ratio := float64(c.hit[g]) / float64(max(1, seen))
		if seen > 0 && ratio > 0.8 {
			c.MT++
		}
		if seen > 0 && ratio < 0.2 {
			c.ML++
		}
		c.Frag += max(0, c.runs[g]-1)
	}
	return c.clearCounts
}

// frame matches: those that were matched on the frame before first, then by
// similarity.
func (c *clearState) frame(f Frame) {
	gain := assign.NewTable(len(f.Truth), len(f.Found))
	for i, g := range f.Truth {
		for j, t := range f.Found {
			s := f.Similarity.At(i, j)
			if s < threshold-epsilon {
				continue
			}
			if c.prev[g] == t {
				s += 1000
			}
			gain.Row(i)[j] = s
		}
	}
	before := c.prev
	c.prev = make([]int, len(before))
	for g := range c.prev {
		c.prev[g] = -1
	}
	matches := 0
	for i, j := range assign.Best(gain) {
		if j < 0 || gain.At(i, j) <= epsilon {
			continue
		}
		g, t := f.Truth[i], f.Found[j]
		matches++
		c.hit[g]++
		c.Similarity += f.Similarity.At(i, j)
		if c.last[g] >= 0 && c.last[g] != t {
			c.IDSW++
		}
		if before[g] < 0 {
			c.runs[g]++
		}
		c.last[g], c.prev[g] = t, t
	}
	c.TP += matches
	c.FN += len(f.Truth) - matches
	c.FP += len(f.Found) - matches
}
