package mot

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Write writes the rows as MOT text, or as MOTS text when f.Masks is set: then
// Width and Height are those of the frames.
//
// The identity of a row is its ID, from 1. MOTS text wants class*1000 + ID, where
// ID goes up to 999. When there are more, the factor is the next power of ten that
// leaves room, so that no two things of any classes share an identity.
// Masks of a frame must not overlap: see Apart.
func (f *File) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	perClass := 1000
	for _, r := range f.Rows {
		for r.ID >= perClass {
			perClass *= 10
		}
	}
	var line []byte
	for _, r := range f.Rows {
		if f.Masks {
			line = fmt.Appendf(line[:0], "%d %d %d %d %d %s\n", r.Frame, r.Class*perClass+r.ID, r.Class,
				f.Height, f.Width, r.Mask.COCOCounts(f.Width, f.Height))
		} else {
			line = appendBox(line[:0], r)
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Flush()
}

// appendBox writes coordinates to a thousandth of a pixel.
func appendBox(line []byte, r Row) []byte {
	line = fmt.Appendf(line, "%d,%d,", r.Frame, r.ID)
	for _, v := range r.Box {
		line = append(appendShort(line, v, 3), ',')
	}
	return append(appendShort(line, r.Score, 6), ",-1,-1,-1\n"...)
}

// appendShort writes a number with so many decimals, without zeros at the end.
func appendShort(line []byte, v float64, decimals int) []byte {
	line = strconv.AppendFloat(line, v, 'f', decimals, 64)
	for line[len(line)-1] == '0' {
		line = line[:len(line)-1]
	}
	if line[len(line)-1] == '.' {
		line = line[:len(line)-1]
	}
	return line
}

// Apart takes from each mask of a frame what lies in a mask of higher score, or in
// one of equal score that comes before it. A row of which nothing is left is left
// out; the order stays.
func Apart(rows []Row) []Row {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rows[b].Score, rows[a].Score) })
	out := slices.Clone(rows)
	for i, at := range order {
		for _, above := range order[:i] {
			if out[at].Mask.Intersection(out[above].Mask) > 0 {
				out[at].Mask = out[at].Mask.Subtract(out[above].Mask)
			}
		}
	}
	return slices.DeleteFunc(out, func(r Row) bool { return r.Mask.Empty() })
}
