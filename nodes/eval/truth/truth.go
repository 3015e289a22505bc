// Package truth reads pictures and videos whose instance masks are known, for
// tests that score nodes with package eval.
package truth

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
)

// Picture is one picture and what is on it. Each truth has a box, a label and a
// mask, no class; those of a video have their identity as Track.
type Picture struct {
	Path          string // of the image file
	Width, Height int
	Truth         []eval.Truth
}

// object is an annotation in the form of COCO, with the label by name.
type object struct {
	Label        string          `json:"label"`
	Box          [4]float32      `json:"bbox"` // x, y, width, height
	Crowd        int             `json:"iscrowd"`
	Segmentation json.RawMessage `json:"segmentation"` // polygons; of a crowd, runs
}

// Images reads a folder of NAME.jpg with NAME.json beside it, by name. The JSON
// is {"width", "height", "objects": [COCO annotations with a "label"]}.
func Images(dir string) ([]Picture, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s: no *.json here", dir)
	}
	slices.Sort(paths)
	var pictures []Picture
	for _, path := range paths {
		p, err := readImage(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		pictures = append(pictures, p)
	}
	return pictures, nil
}

func readImage(path string) (Picture, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Picture{}, err
	}
	var file struct {
		Width   int      `json:"width"`
		Height  int      `json:"height"`
		Objects []object `json:"objects"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return Picture{}, err
	}
	p := Picture{Path: strings.TrimSuffix(path, ".json") + ".jpg", Width: file.Width, Height: file.Height}
	for i, o := range file.Objects {
		mask, err := o.mask(p.Width, p.Height)
		if err != nil {
			return Picture{}, fmt.Errorf("object %d: %w", i, err)
		}
		x, y, w, h := o.Box[0], o.Box[1], o.Box[2], o.Box[3]
		box := nodes.Box{X1: x, Y1: y, X2: x + w, Y2: y + h}
		p.Truth = append(p.Truth, eval.Truth{
			Instance: nodes.Instance{Box: box, Label: o.Label, Class: -1, Mask: mask},
			Crowd:    o.Crowd != 0,
		})
	}
	return p, nil
}

func (o object) mask(width, height int) (*nodes.Mask, error) {
	if o.Crowd != 0 {
		var rle struct {
			Counts []uint32 `json:"counts"`
		}
		if err := json.Unmarshal(o.Segmentation, &rle); err != nil {
			return nil, err
		}
		return nodes.MaskFromCOCORuns(width, height, rle.Counts)
	}
	var polygons [][]float64
	if err := json.Unmarshal(o.Segmentation, &polygons); err != nil {
		return nil, err
	}
	return Rasterise(width, height, polygons), nil
}
