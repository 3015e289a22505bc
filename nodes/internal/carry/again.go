package carry

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// Clone is a trail of its own.
func (t *Trail) Clone() Trail {
	c := *t
	c.From, c.Now, c.Step, c.Gone = slices.Clone(t.From), slices.Clone(t.Now), slices.Clone(t.Step), slices.Clone(t.Gone)
	return c
}

// Back is a trail as seen by who goes back in time, for Seed: its points are about to
// go where they came from.
func (t *Trail) Back() *Trail {
	back := t.Clone()
	for i, s := range back.Step {
		back.Step[i] = cv.Spot{X: -s.X, Y: -s.Y}
	}
	return &back
}
