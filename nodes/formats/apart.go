package formats

import (
	"cmp"
	"math"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// painted is an instance with what can be seen of its mask where every pixel has one
// owner.
type painted struct {
	nodes.Instance
	at   int // its place in the record; -1 for what is ignored
	mask *nodes.Mask
}

// apart takes from each mask what lies in one of a better score, or in one of equal
// score that comes before it. What is ignored lies below all. Instances without mask,
// or of which nothing is left, are left out; the order stays.
func (r *Record) apart() []painted {
	var all []painted
	for i, it := range r.Items {
		all = append(all, painted{it, i, r.masked(it)})
	}
	for _, it := range r.Ignore {
		all = append(all, painted{it, -1, r.masked(it)})
	}
	all = slices.DeleteFunc(all, func(p painted) bool { return p.mask == nil })
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) float32 {
		if all[i].at < 0 {
			return -math.MaxFloat32
		}
		return all[i].Score
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank(b), rank(a)) })
	for i, at := range order {
		for _, above := range order[:i] {
			if all[at].mask.Intersection(all[above].mask) > 0 {
				all[at].mask = all[at].mask.Subtract(all[above].mask)
			}
		}
	}
	return slices.DeleteFunc(all, func(p painted) bool { return p.mask.Empty() })
}
