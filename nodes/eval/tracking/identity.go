package tracking

import "github.com/maskgraph/maskgraph/nodes/eval/assign"

// identityCounts are those of the pairing of whole tracks that agrees best.
type identityCounts struct {
	IDTP, IDFP, IDFN int
}

func identityOf(s sequence) identityCounts {
	together := assign.NewTable(s.truth, s.found) // frames on which both are, and match
	truth, found := 0, 0
	for _, f := range s.frames {
		truth, found = truth+len(f.Truth), found+len(f.Found)
		for i, g := range f.Truth {
			for j, t := range f.Found {
				if f.Similarity.At(i, j) >= threshold {
					together.Row(g)[t]++
				}
			}
		}
	}
	both := 0
	for g, t := range assign.Best(together) {
		if t >= 0 {
			both += int(together.At(g, t))
		}
	}
	return identityCounts{IDTP: both, IDFP: found - both, IDFN: truth - both}
}
