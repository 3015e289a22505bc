package tracking

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes/eval/assign"
	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

// Only says which frames are scored: every Stride-th from First on.
type Only struct{ First, Stride int }

func (o Only) has(frame int) bool { return (frame-o.First)%max(1, o.Stride) == 0 }

// numbers is the frames with something on them, in either file.
func (o Only) numbers(files ...*mot.File) []int {
	var list []int
	for _, f := range files {
		for _, r := range f.Rows {
			if o.has(r.Frame) {
				list = append(list, r.Frame)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Boxes compares two files of MOT text by the rules of the MOTChallenge:
//
//   - A true row whose score is 0, or of a class other than 1 (or -1: none), does
//     not count; nor does a found box that matches one of the classes 2, 7, 8 or 12
//     (people on vehicles or sitting, distractors, reflections).
//   - A true row with a negative identity is a region to ignore: a found box that
//     matches nothing and lies in it by more than half does not count.
//   - Nor does one that matches nothing and is at most minHeight high.
func Boxes(truth, found *mot.File, only Only, minHeight float64) []Frame {
	var frames []Frame
	for _, n := range only.numbers(truth, found) {
		var things, regions []mot.Row
		for _, r := range truth.Frame(n) {
			if r.ID < 0 {
				regions = append(regions, r)
			} else {
				things = append(things, r)
			}
		}
		frames = append(frames, boxFrame(n, things, regions, found.Frame(n), minHeight))
	}
	return frames
}

func boxFrame(n int, things, regions, found []mot.Row, minHeight float64) Frame {
	similarity := table(things, found, boxIoU)
	drop := make([]bool, len(found))
	distracts := func(r mot.Row) bool { return slices.Contains([]int{2, 7, 8, 12}, r.Class) }
	if len(regions) > 0 || minHeight > 0 || slices.ContainsFunc(things, distracts) {
		alone := slices.Repeat([]bool{true}, len(found))
		for i, j := range surely(similarity) {
			if j >= 0 {
				alone[j], drop[j] = false, distracts(things[i])
			}
		}
		for j, r := range found {
			if alone[j] {
				drop[j] = minHeight > 0 && r.Box[3] <= minHeight+epsilon || inside(r, regions, boxShare)
			}
		}
	}
	counts := func(r mot.Row) bool { return r.Score != 0 && (r.Class == 1 || r.Class < 0) }
	return frame(n, things, found, similarity, func(i int) bool { return counts(things[i]) }, func(j int) bool { return !drop[j] })
}

// Masks compares the masks of one class in two files of MOTS text. A found mask
// that matches nothing and lies by more than half in a region to ignore does not
// count.
func Masks(truth, found *mot.File, class int, only Only) []Frame {
	of := func(rows []mot.Row, class int) []mot.Row {
		return slices.DeleteFunc(slices.Clone(rows), func(r mot.Row) bool { return r.Class != class })
	}
	var frames []Frame
	for _, n := range only.numbers(truth, found) {
		things, regions, masks := of(truth.Frame(n), class), of(truth.Frame(n), mot.Ignore), of(found.Frame(n), class)
		similarity := table(things, masks, maskIoU)
		alone := slices.Repeat([]bool{true}, len(masks))
		for _, j := range surely(similarity) {
			if j >= 0 {
				alone[j] = false
			}
		}
		keep := func(j int) bool { return !alone[j] || !inside(masks[j], regions, maskShare) }
		frames = append(frames, frame(n, things, masks, similarity, func(int) bool { return true }, keep))
	}
	return frames
}

// frame is what is kept of the rows and columns.
func frame(n int, things, found []mot.Row, similarity assign.Table, row, col func(int) bool) Frame {
	f := Frame{Number: n}
	for j, r := range found {
		if col(j) {
			f.Found = append(f.Found, r.ID)
		}
	}
	for i, r := range things {
		if !row(i) {
			continue
		}
		f.Truth = append(f.Truth, r.ID)
		for j, v := range similarity.Row(i) {
			if col(j) {
				f.Similarity.Cells = append(f.Similarity.Cells, v)
			}
		}
	}
	f.Similarity.Rows, f.Similarity.Cols = len(f.Truth), len(f.Found)
	return f
}
