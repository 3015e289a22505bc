package detector

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// limits say what of a method's boxes is kept.
type limits struct {
	minScore   float32
	maxOverlap float32
	most       int
	classes    []string // empty: all
}

// limits fills in the method's own values where the settings say nothing.
func (c Config) limits(ownScore, ownOverlap float64) limits {
	return limits{
		minScore:   float32(cmp.Or(c.MinScore, ownScore)),
		maxOverlap: float32(cmp.Or(c.MaxOverlap, ownOverlap)),
		most:       c.MaxDetections,
		classes:    c.Classes,
	}
}

// apply clips boxes to the frame and keeps the best, in the order of scores.
func (l limits) apply(items []nodes.Instance, width, height int) []nodes.Instance {
	var kept []nodes.Instance
	for _, it := range items {
		it.Box = it.Box.Clip(width, height)
		if it.Score >= l.minScore && it.Box.Area() > 0 && (len(l.classes) == 0 || slices.Contains(l.classes, it.Label)) {
			kept = append(kept, it)
		}
	}
	slices.SortStableFunc(kept, func(a, b nodes.Instance) int { return cmp.Compare(b.Score, a.Score) })
	if l.maxOverlap < 1 {
		return suppress(kept, l.maxOverlap, l.most)
	}
	return kept[:min(len(kept), l.most)]
}

// checkClasses complains about classes that the labels do not have.
func checkClasses(classes, labels []string) error {
	for _, name := range classes {
		if !slices.Contains(labels, name) {
			return fmt.Errorf("classes: unknown class %q (%s)%s", name, listed(labels), nodes.DidYouMean(name, labels))
		}
	}
	return nil
}

// listed names the labels when a line can hold them.
func listed(labels []string) string {
	if len(labels) <= 10 {
		return "have " + strings.Join(labels, ", ")
	}
	return fmt.Sprintf("have %s and %d more", strings.Join(labels[:3], ", "), len(labels)-3)
}
