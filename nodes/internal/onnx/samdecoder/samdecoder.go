// Package samdecoder rewrites a Segment Anything mask decoder, as segment_anything's
// export_onnx_model.py makes it, single-mask or not. The parts are found by how they
// are connected; only the names of inputs and outputs, which are the export's
// contract, are taken for granted.
//
// What the export lacks and the rewritten graphs have: many objects in one run, all
// mask tokens instead of the one that the number of points selects, no masks in the
// size of the picture, and the work that depends on the picture alone done once.
package samdecoder

import (
	"fmt"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// Version changes when a rewritten graph does, so that files of an older one are
// not taken for it.
const Version = 1

// Names of inputs and outputs, before and after.
const (
	Embedding   = "image_embeddings"
	PointCoords = "point_coords"
	PointLabels = "point_labels"
	MaskInput   = "mask_input"
	HasMask     = "has_mask_input"
	Masks       = "low_res_masks"
	IoU         = "iou_predictions"
)

// MissingError says that a file is not built like the exports that this package
// knows. Such a decoder can only be run as it is, object by object.
type MissingError struct {
	Pattern string // what was looked for
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("sam decoder: cannot rewrite it: no %s", e.Pattern)
}

func missing(format string, args ...any) error {
	return &MissingError{Pattern: fmt.Sprintf(format, args...)}
}

// decoder is a decoder that is being rewritten.
type decoder struct {
	*onnx.Model
	producers map[string]*onnx.Node
	size      []onnx.Dim // of the embedding: 1, channels, height, width
	tokens    int64      // masks for one object
}

// open reads a decoder and makes its outputs Masks [objects,tokens,h,w] and IoU
// [objects,tokens], for all tokens.
func open(file []byte) (*decoder, error) {
	m, err := onnx.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("sam decoder: %w", err)
	}
	d := &decoder{Model: m, producers: m.Graph.Producers()}
	if d.size, err = d.embeddingSize(); err != nil {
		return nil, err
	}
	if err := d.exposeTokens(); err != nil {
		return nil, err
	}
	for _, name := range []string{Embedding, PointCoords, PointLabels} {
		if d.Graph.Input(name) == nil {
			return nil, missing("input %s that the masks depend on", name)
		}
	}
	objects := onnx.Dim{Size: -1, Name: "objects"}
	points := onnx.Dim{Size: -1, Name: "points"}
	d.Graph.Input(PointCoords).SetType(onnx.Float32, []onnx.Dim{objects, points, {Size: 2}})
	d.Graph.Input(PointLabels).SetType(onnx.Float32, []onnx.Dim{objects, points})
	return d, nil
}

func (d *decoder) embeddingSize() ([]onnx.Dim, error) {
	input := d.Graph.Input(Embedding)
	if input == nil {
		return nil, missing("input %s", Embedding)
	}
	_, size := input.Type()
	if len(size) != 4 || min(size[1].Size, size[2].Size, size[3].Size) < 1 {
		return nil, missing("%s of shape [1,channels,height,width]", Embedding)
	}
	size[0] = onnx.Dim{Size: 1}
	return size, nil
}

// prompts is every tensor that differs between the objects of one picture.
func (d *decoder) prompts() map[string]bool {
	return d.Graph.Dependents(PointCoords, PointLabels)
}
