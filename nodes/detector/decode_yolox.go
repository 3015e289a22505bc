package detector

import (
	"fmt"
	"math"
	"slices"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// strides are the pixels between neighbouring cells of the three grids that both
// kinds of model predict on.
var strides = [3]int{8, 16, 32}

func newYOLOX(in models.Input, out []models.Tensor, classes int) (decoder, error) {
	cells := 0
	for _, s := range strides {
		cells += (in.Width / s) * (in.Height / s)
	}
	want := []int64{1, int64(cells), int64(5 + classes)}
	if len(out) != 1 || !slices.Equal(out[0].Shape, want) {
		return nil, fmt.Errorf("yolox with input %dx%d and %d classes wants one output of shape %v, the model's entry has %v",
			in.Width, in.Height, classes, want, out)
	}
	return func(out []ort.Tensor, minScore float32) []nodes.Instance {
		return decodeYOLOX(out[0].Data, in.Width, in.Height, classes, minScore)
	}, nil
}

// decodeYOLOX reads the rows of the three grids, one grid after another: centre
// as an offset from the cell's corner, logarithms of the size, all in strides,
// objectness, and a score for each class (Ge et al., YOLOX, 2021). A cell gives a
// box for each class that scores enough.
func decodeYOLOX(rows []float32, width, height, classes int, minScore float32) []nodes.Instance {
	var found []nodes.Instance
	for _, stride := range strides {
		columns, s := width/stride, float32(stride)
		for cell := range columns * (height / stride) {
			row := rows[:5+classes]
			rows = rows[5+classes:]
			if row[4] < minScore {
				continue // a class score is at most 1
			}
			cx, cy := (row[0]+float32(cell%columns))*s, (row[1]+float32(cell/columns))*s
			w, h := exp(row[2])*s, exp(row[3])*s
			box := nodes.Box{X1: cx - w/2, Y1: cy - h/2, X2: cx + w/2, Y2: cy + h/2}
			found = appendScored(found, box, row[5:], row[4], minScore)
		}
	}
	return found
}

// appendScored adds the box once for each class whose score, times factor, is at
// least minScore.
func appendScored(found []nodes.Instance, box nodes.Box, scores []float32, factor, minScore float32) []nodes.Instance {
	for class, score := range scores {
		if score *= factor; score >= minScore {
			found = append(found, nodes.Instance{Box: box, Score: score, Class: class})
		}
	}
	return found
}

func exp(x float32) float32 { return float32(math.Exp(float64(x))) }
