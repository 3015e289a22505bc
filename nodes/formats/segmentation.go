package formats

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// rle is a mask as COCO has it: run lengths of the whole frame.
type rle struct {
	Size   [2]int          `json:"size"`   // height, width
	Counts json.RawMessage `json:"counts"` // a text, compressed, or a list
}

// newRLE is the compressed form. Its text needs no escapes.
func newRLE(m *nodes.Mask, width, height int) *rle {
	counts := m.COCOCounts(width, height)
	text := make([]byte, 0, len(counts)+2)
	text = append(text, '"')
	for i := range len(counts) {
		if counts[i] == '\\' { // the only one of its characters that JSON knows otherwise
			text = append(text, '\\')
		}
		text = append(text, counts[i])
	}
	return &rle{[2]int{height, width}, append(text, '"')}
}

func (r *rle) mask() (*nodes.Mask, error) {
	if len(r.Counts) > 0 && r.Counts[0] == '"' {
		var counts string
		if err := json.Unmarshal(r.Counts, &counts); err != nil {
			return nil, err
		}
		return nodes.MaskFromCOCOCounts(r.Size[1], r.Size[0], counts)
	}
	var runs []uint32
	if err := json.Unmarshal(r.Counts, &runs); err != nil || runs == nil {
		return nil, errors.New("counts: want a text or a list of run lengths")
	}
	return nodes.MaskFromCOCORuns(r.Size[1], r.Size[0], runs)
}

// segmentation reads a mask of COCO: run lengths, or polygons on a picture of this
// size. null and nothing are no mask. COCO fills each polygon by the even-odd rule.
func segmentation(text json.RawMessage, width, height int) (*nodes.Mask, error) {
	switch {
	case len(text) == 0 || string(text) == "null" || string(text) == "[]":
		return nil, nil
	case text[0] == '[':
		return polygons(text, width, height)
	}
	var r rle
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf(`segmentation: want polygons or {"size": [height, width], "counts": …}: %w`, err)
	}
	if width > 0 && height > 0 && r.Size != [2]int{height, width} {
		return nil, fmt.Errorf("segmentation: want size [%d, %d] like the picture, got [%d, %d]", height, width, r.Size[0], r.Size[1])
	}
	m, err := r.mask()
	if err != nil {
		return nil, fmt.Errorf("segmentation: %w", err)
	}
	return m, nil
}

func polygons(text json.RawMessage, width, height int) (*nodes.Mask, error) {
	var flat [][]float64
	if err := json.Unmarshal(text, &flat); err != nil {
		return nil, fmt.Errorf("segmentation: want polygons [[x, y, x, y …] …]: %w", err)
	}
	if width <= 0 || height <= 0 {
		return nil, errors.New("segmentation: polygons want the width and height of the picture")
	}
	masks := make([]*nodes.Mask, len(flat))
	for i, p := range flat {
		if len(p)%2 != 0 {
			return nil, fmt.Errorf("segmentation: polygon %d: want x, y, x, y …, got %d numbers", i+1, len(p))
		}
		ring := make(nodes.Ring, len(p)/2)
		for k := range ring {
			ring[k] = nodes.Vertex{X: p[2*k], Y: p[2*k+1]}
		}
		var err error
		if masks[i], err = nodes.MaskFromRings(width, height, []nodes.Ring{ring}, nodes.EvenOdd); err != nil {
			return nil, fmt.Errorf("segmentation: %w", err)
		}
	}
	return nodes.MergeMasks(masks...), nil
}

// minIoU is how well a polygon must render a mask.
const minIoU = 0.99

// outline is a mask as one ring: holes and separate parts are joined by bridges of
// no width, to be filled by the even-odd rule. round is what the format makes of a
// place. It has few corners as long as its pixels are those of the mask.
func outline(m *nodes.Mask, round func(nodes.Vertex) nodes.Vertex) nodes.Ring {
	var ring nodes.Ring
	for _, tolerance := range []float64{0.75, 0.5, 0} {
		var joined nodes.Polygon
		for _, p := range m.Polygons(tolerance) {
			joined = append(joined, p...)
		}
		ring = joined.Bridged()
		crop := make(nodes.Ring, len(ring))
		for i, v := range ring {
			ring[i] = round(v)
			crop[i] = nodes.Vertex{X: ring[i].X - float64(m.X), Y: ring[i].Y - float64(m.Y)}
		}
		again, err := nodes.MaskFromRings(m.W, m.H, []nodes.Ring{crop}, nodes.EvenOdd)
		if err != nil || again.Shift(m.X, m.Y).IoU(m) >= minIoU {
			break
		}
	}
	return ring
}

// boxOf makes a box of x, y, width, height.
func boxOf(b []float64) (nodes.Box, error) {
	if len(b) != 4 {
		return nodes.Box{}, fmt.Errorf("bbox: want x, y, width, height, got %d numbers", len(b))
	}
	for _, v := range b {
		if !(math.Abs(v) <= 1e9) {
			return nodes.Box{}, fmt.Errorf("bbox: want pixels, got %g", v)
		}
	}
	return nodes.Box{X1: float32(b[0]), Y1: float32(b[1]), X2: float32(b[0] + b[2]), Y2: float32(b[1] + b[3])}, nil
}

// cornered is x, y, width, height of a box.
func cornered(b nodes.Box) [4]float32 { return [4]float32{b.X1, b.Y1, b.Width(), b.Height()} }
