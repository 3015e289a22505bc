package vos

import (
	"maps"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/assign"
)

// Score is how well a thing was followed: means over frames, 0..1.
type Score struct {
	J  float64 `json:"J"`  // overlap (IoU) of regions
	F  float64 `json:"F"`  // agreement of boundaries
	JF float64 `json:"JF"` // the mean of both
}

// Object is the score of one true thing.
type Object struct {
	Sequence string `json:"sequence"`
	ID       int    `json:"id"`
	Found    int    `json:"found"` // the identity in the result that it was compared with; 0 for none
	Score
}

// Evaluate scores a result whose frames stand for those of the truth, one by one,
// as DAVIS does for results without a prompt: each true thing is compared with one
// found thing, such that the mean J&F is greatest, on every frame.
func Evaluate(truth, result Sequence) []Object { return evaluate(truth, result, pairUp) }

// EvaluatePrompted scores a result that was given the masks of the first frame: the
// identities are those of the truth, and the first and last frame do not count.
func EvaluatePrompted(truth, result Sequence) []Object {
	inner := func(s Sequence) Sequence {
		n := len(s.Frames)
		s.Frames = s.Frames[min(1, n):max(min(1, n), n-1)]
		return s
	}
	return evaluate(inner(truth), inner(result), func(_ assign.Table, ids, found []int) []int {
		out := make([]int, len(ids))
		for i, id := range ids {
			out[i] = slices.Index(found, id)
		}
		return out
	})
}

// pairing says which found thing stands for each true one, by index; -1 for none.
type pairing func(gain assign.Table, ids, found []int) []int

func pairUp(gain assign.Table, _, _ []int) []int { return assign.Best(gain) }

func evaluate(truth, result Sequence, pair pairing) []Object {
	ids, found := identities(truth, true), identities(result, false)
	// One column more than things were found: what is never there.
	j, f := assign.NewTable(len(ids), len(found)+1), assign.NewTable(len(ids), len(found)+1)
	for i, t := range truth.Frames {
		addFrame(t, result.Frames[i], ids, found, j, f)
	}
	gain := assign.NewTable(len(ids), len(found))
	for i := range ids {
		for k := range found {
			gain.Row(i)[k] = (j.At(i, k) + f.At(i, k)) / 2
		}
	}
	var out []Object
	n := float64(max(1, len(truth.Frames)))
	for i, k := range pair(gain, ids, found) {
		o := Object{Sequence: truth.Name, ID: ids[i]}
		if k >= 0 {
			o.Found = found[k]
		} else {
			k = len(found)
		}
		o.J, o.F = j.At(i, k)/n, f.At(i, k)/n
		o.JF = (o.J + o.F) / 2
		out = append(out, o)
	}
	return out
}

// addFrame adds a frame's overlaps to the sums.
func addFrame(truth, result Frame, ids, found []int, j, f assign.Table) {
	void := truth.Masks[Void]
	var masks []*nodes.Mask
	var edges []edge
	for _, id := range found {
		m := result.Masks[id]
		if m != nil && void != nil {
			m = m.Subtract(void)
		}
		masks, edges = append(masks, m), append(edges, edgeOf(m, truth.Width, truth.Height))
	}
	masks, edges = append(masks, nil), append(edges, edge{})
	for i, id := range ids {
		mask := truth.Masks[id]
		outline := edgeOf(mask, truth.Width, truth.Height)
		for k := range masks {
			j.Row(i)[k] += regionJ(mask, masks[k])
			f.Row(i)[k] += boundaryF(edges[k], outline)
		}
	}
}

// regionJ is the IoU of two masks; two that are not there agree.
func regionJ(a, b *nodes.Mask) float64 {
	noA, noB := a == nil || a.Empty(), b == nil || b.Empty()
	if noA || noB {
		if noA && noB {
			return 1
		}
		return 0
	}
	return a.IoU(b)
}

// identities is those of every frame, by rising number.
func identities(s Sequence, truth bool) []int {
	set := map[int]bool{}
	for _, f := range s.Frames {
		for id := range f.Masks {
			if !truth || id != Void {
				set[id] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// Mean is the mean over things, as DAVIS reports it for a set of sequences.
func Mean(objects []Object) Score {
	var m Score
	for _, o := range objects {
		n := float64(len(objects))
		m.J, m.F, m.JF = m.J+o.J/n, m.F+o.F/n, m.JF+o.JF/n
	}
	return m
}
