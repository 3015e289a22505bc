package tracking

import (
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

// Options of Compare. Negative values stand for what the seqinfo.ini near the truth
// says, or else for its own default.
type Options struct {
	Stride    int     // score every n-th frame
	First     int     // from this one on; by default 0 when the truth has a frame 0, else 1
	MinHeight float64 // see Boxes; by default 0
}

// Compared is the counts of a sequence, for masks those of one class.
type Compared struct {
	Name  string
	Class int // -1 for boxes, which have none
	Counts
}

// Compare reads and counts a sequence. Of masks, it counts each class that
// seqinfo.ini names, or else that is true somewhere.
func Compare(s Sequence, o Options) ([]Compared, error) {
	truth, err := mot.ReadFile(s.Truth)
	if err != nil {
		return nil, err
	}
	result, err := mot.ReadFile(s.Result)
	if err != nil {
		return nil, err
	}
	if truth.Masks != result.Masks && len(truth.Rows) > 0 && len(result.Rows) > 0 {
		return nil, fmt.Errorf("%s and %s: one has masks (MOTS text), the other boxes (MOT text)", s.Truth, s.Result)
	}
	info, err := mot.FindSeqInfo(s.Truth)
	if err != nil {
		return nil, err
	}
	only := Only{First: first(o, info, truth), Stride: o.Stride}
	if o.MinHeight < 0 {
		o.MinHeight = info.MinHeight
	}
	if !truth.Masks {
		counts, err := Count(Boxes(truth, result, only, o.MinHeight))
		return []Compared{{s.Name, -1, counts}}, at(s, err)
	}
	classes := info.Classes
	if len(classes) == 0 {
		classes = classesOf(truth)
	}
	var all []Compared
	for _, class := range classes {
		counts, err := Count(Masks(truth, result, class, only))
		if err != nil {
			return nil, at(s, err)
		}
		name := s.Name
		if len(classes) > 1 {
			name = fmt.Sprintf("%s/%d", s.Name, class)
		}
		all = append(all, Compared{name, class, counts})
	}
	return all, nil
}

func first(o Options, info mot.SeqInfo, truth *mot.File) int {
	switch {
	case o.First >= 0:
		return o.First
	case info.First >= 0:
		return info.First
	}
	return truth.First()
}

func classesOf(f *mot.File) []int {
	var classes []int
	for _, r := range f.Rows {
		if r.Class != mot.Ignore && !slices.Contains(classes, r.Class) {
			classes = append(classes, r.Class)
		}
	}
	slices.Sort(classes)
	return classes
}

// at puts the sequence's name before an error.
func at(s Sequence, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	return nil
}

// Combine adds the counts of all sequences: of masks, class by class.
func Combine(all []Compared) []Compared {
	var out []Compared
	for _, c := range all {
		i := slices.IndexFunc(out, func(o Compared) bool { return o.Class == c.Class })
		if i < 0 {
			i = len(out)
			name := "COMBINED"
			if c.Class >= 0 {
				name = fmt.Sprintf("COMBINED class %d", c.Class)
			}
			out = append(out, Compared{Name: name, Class: c.Class})
		}
		out[i].Counts = out[i].Add(c.Counts)
	}
	return out
}
