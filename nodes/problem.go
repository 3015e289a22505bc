package nodes

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing wrong in a graph file, and where. Msg says what would
// have been right.
type Problem struct {
	File      string
	Line, Col int    // from 1; 0 when the place is no line of the file, such as a --set argument
	Path      string // nodes.people.with.min_score; empty for the file as a whole
	Msg       string
}

// Error is file:line:col: path: message, with what is unknown left out.
func (p Problem) Error() string {
	place := p.File
	if p.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
	}
	parts := slices.DeleteFunc([]string{place, p.Path, p.Msg}, func(s string) bool { return s == "" })
	return strings.Join(parts, ": ")
}

// DidYouMean is "; did you mean x?" for the name nearest to a misspelt one, or
// nothing when none is near.
func DidYouMean(got string, have []string) string {
	best, bestDistance := "", len(got)/3+2
	for _, name := range have {
		if d := editDistance(strings.ToLower(got), strings.ToLower(name)); d < bestDistance {
			best, bestDistance = name, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", best)
}

// editDistance counts the insertions, deletions and replacements between a and b
// (Levenshtein), one row at a time.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
