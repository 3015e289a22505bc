package detector

import (
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// reader finds its way in the outputs of a kind of model; columns is how many
// columns of scores there must be at least.
type reader func(out []ort.Tensor, columns int) (candidates, error)

// candidates are the rows of a model's answer: a box and a score in each column.
type candidates struct {
	rows              int
	scores            []float32
	perRow, perColumn int                     // steps in scores
	logits            bool                    // scores are to go through a sigmoid
	box               func(row int) nodes.Box // in pixels of the input, or in shares
	pixels            bool
}

// best is each candidate's best phrase, if that scores enough. phraseOf says whose
// score a column holds, -1: nobody's.
func (c candidates) best(phraseOf []int, minScore float32) []nodes.Instance {
	var found []nodes.Instance
	for row := range c.rows {
		at := -1
		var top float32
		for column, phrase := range phraseOf {
			score := c.scores[row*c.perRow+column*c.perColumn]
			if phrase >= 0 && score == score && (at < 0 || score > top) { // not NaN
				at, top = column, score
			}
		}
		if c.logits {
			top = 1 / (1 + exp(-top))
		}
		if at >= 0 && top >= minScore {
			found = append(found, nodes.Instance{Box: c.box(row), Score: top, Class: phraseOf[at]})
		}
	}
	return found
}

// readYOLOWorld reads either the one output of Ultralytics' exports, [1,4+K,N] with
// centre and size, or scores [1,N,K] and boxes [1,N,4] with corners, in this order.
func readYOLOWorld(out []ort.Tensor, columns int) (candidates, error) {
	if len(out) == 2 {
		c, err := readRows(out[0], out[1], columns, corners)
		c.pixels = true
		return c, err
	}
	if len(out) != 1 {
		return candidates{}, fmt.Errorf("want one output, or scores and boxes, got %d", len(out))
	}
	s := out[0].Shape
	if len(s) != 3 || s[0] != 1 || s[1] < int64(4+columns) {
		return candidates{}, fmt.Errorf("want an output [1,C,N], C at least %d, got %v", 4+columns, s)
	}
	n, data := int(s[2]), out[0].Data
	return candidates{
		rows: n, scores: data[4*n:], perRow: 1, perColumn: n, pixels: true,
		box: func(row int) nodes.Box { return around(data[row], data[n+row], data[2*n+row], data[3*n+row]) },
	}, nil
}

// readLogits reads logits [1,N,C] and pred_boxes [1,N,4], in this order: a column
// for each phrase (OWL-ViT) or for each token (Grounding DINO).
func readLogits(out []ort.Tensor, columns int) (candidates, error) {
	if len(out) < 2 {
		return candidates{}, fmt.Errorf("want the outputs logits and pred_boxes, got %d", len(out))
	}
	c, err := readRows(out[0], out[1], columns, around)
	c.logits = true
	return c, err
}

func readRows(scores, boxes ort.Tensor, columns int, box func(a, b, c, d float32) nodes.Box) (candidates, error) {
	s, b := scores.Shape, boxes.Shape
	if len(s) != 3 || len(b) != 3 || s[0] != 1 || b[0] != 1 || s[1] != b[1] || s[2] < int64(columns) || b[2] != 4 {
		return candidates{}, fmt.Errorf("want scores [1,N,C], C at least %d, and boxes [1,N,4], got %v and %v", columns, s, b)
	}
	return candidates{
		rows: int(s[1]), scores: scores.Data, perRow: int(s[2]), perColumn: 1,
		box: func(row int) nodes.Box {
			v := boxes.Data[4*row:]
			return box(v[0], v[1], v[2], v[3])
		},
	}, nil
}

func corners(x1, y1, x2, y2 float32) nodes.Box { return nodes.Box{X1: x1, Y1: y1, X2: x2, Y2: y2} }

// around is a box given by its centre and its size.
func around(x, y, w, h float32) nodes.Box {
	return nodes.Box{X1: x - w/2, Y1: y - h/2, X2: x + w/2, Y2: y + h/2}
}
