package samprompter

import (
	"iter"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// certain is the logit of a mask that a prompt tells, negative outside. Of 3, 5, 10
// and 20, 10 served best where masks were followed through video.
const certain = 10

// logitsOf is a mask as the decoder takes it: on its grid, over the square that a
// model makes of frames of that size.
func logitsOf(mask *nodes.Mask, in models.Input, width, height int) []float32 {
	side := in.Width
	if in.Prompts > 0 {
		side = in.Prompts
	}
	square := cv.Planes{Width: side, Height: side, Stretch: in.Stretch, Round: in.Round}
	w, h := square.Scaled(width, height)
	sx := float64(w) / float64(width) * sam.Grid / float64(side)
	sy := float64(h) / float64(height) * sam.Grid / float64(side)
	logits := make([]float32, sam.Grid*sam.Grid)
	for i := range logits {
		logits[i] = -certain
	}
	for x, rows := range centres(mask, sx, sy, sam.Grid, sam.Grid) {
		for y := rows[0]; y < rows[1]; y++ {
			logits[y*sam.Grid+x] = certain
		}
	}
	return logits
}

// centres walks over the cells of a coarse picture, w x h with so many cells to a
// pixel of the frame, whose middle lies inside a mask: the column, and the first row
// and the one after the last.
func centres(mask *nodes.Mask, sx, sy float64, w, h int) iter.Seq2[int, [2]int] {
	return func(yield func(x int, rows [2]int) bool) {
		for s := range mask.Spans() {
			x := int((float64(s.X) + 0.5) * sx)
			if x < 0 || x >= w || s.X != int((float64(x)+0.5)/sx) {
				continue
			}
			rows := [2]int{max(0, firstCentre(s.Y1, sy)), min(h, firstCentre(s.Y2, sy))}
			if rows[0] < rows[1] && !yield(x, rows) {
				return
			}
		}
	}
}

// firstCentre is the first row of cells whose middle lies at y or below.
func firstCentre(y int, sy float64) int {
	row := int(float64(y) * sy)
	if (float64(row)+0.5)/sy < float64(y) {
		row++
	}
	return row
}
