// Package tracking scores identities over time against what is true: HOTA
// (Luiten and others 2020), CLEAR MOT (Bernardin and Stiefelhagen 2008) and
// identity scores (Ristani and others 2016), by the definitions of the
// MOTChallenge, KITTI and MOTS benchmarks.
package tracking

import (
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/nodes/eval/assign"
)

// epsilon is how much similarities may fall short of a threshold by rounding.
const epsilon = 0x1p-52

// Frame is what counts on one frame: identities, each there once, and how similar
// every true thing (row) is to every found one (column), 0..1.
type Frame struct {
	Number       int // for messages
	Truth, Found []int
	Similarity   assign.Table
}

// sequence is frames with identities numbered from 0.
type sequence struct {
	frames       []Frame
	truth, found int // how many identities
}

func number(frames []Frame) (sequence, error) {
	var s sequence
	ids := [2]map[int]int{{}, {}}
	for _, f := range frames {
		for i, list := range [][]int{f.Truth, f.Found} {
			for _, id := range list {
				ids[i][id] = 0
			}
		}
	}
	s.truth, s.found = inOrder(ids[0]), inOrder(ids[1])
	for _, f := range frames {
		var err error
		if f.Truth, err = renamed(f.Truth, ids[0]); err != nil {
			return s, fmt.Errorf("truth: frame %d: %w", f.Number, err)
		}
		if f.Found, err = renamed(f.Found, ids[1]); err != nil {
			return s, fmt.Errorf("result: frame %d: %w", f.Number, err)
		}
		s.frames = append(s.frames, f)
	}
	return s, nil
}

// inOrder numbers identities from 0 by rising value and counts them.
func inOrder(ids map[int]int) int {
	var list []int
	for id := range ids {
		list = append(list, id)
	}
	slices.Sort(list)
	for i, id := range list {
		ids[id] = i
	}
	return len(list)
}

func renamed(list []int, ids map[int]int) ([]int, error) {
	out := make([]int, len(list))
	for i, id := range list {
		if slices.Contains(list[:i], id) {
			return nil, fmt.Errorf("id %d is there twice", id)
		}
		out[i] = ids[id]
	}
	return out, nil
}

// presence is on how many frames each identity is.
func (s sequence) presence() (truth, found []float64) {
	truth, found = make([]float64, s.truth), make([]float64, s.found)
	for _, f := range s.frames {
		for _, id := range f.Truth {
			truth[id]++
		}
		for _, id := range f.Found {
			found[id]++
		}
	}
	return truth, found
}
