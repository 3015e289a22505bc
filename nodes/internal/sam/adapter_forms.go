package sam

import (
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// form is one way in which decoders of the family are exported; models.Forms shows
// them as a table.
type form struct {
	features     int     // outputs of the encoder that the decoder takes
	inputs       []input // in the order of the entry
	scores       int     // place of the scores among the two outputs
	token        string  // the choice among its masks that its authors make; empty: token0
	batched      bool    // takes several prompts at once
	takesMasks   bool    // as prompts
	takesText    bool    // the same
	noBackground bool    // was never taught background points
	trim         bool    // the decoder pads prompts by itself, or wants a fixed number of points
	fixed        int64   // such a number, where the entry does not tell
	limit        float32 // logits of a mask prompt are cut off there, above and below 0
}

// input makes one input of the decoder.
type input func(request) ort.Tensor

func feature(i int) input { return func(r request) ort.Tensor { return r.e.Features[i] } }

func (r request) pointCoords() ort.Tensor {
	return ort.Tensor{Shape: []int64{r.n, r.points, 2}, Data: r.coords}
}

func (r request) pointLabels() ort.Tensor {
	return ort.Tensor{Shape: []int64{r.n, r.points}, Data: r.labels}
}

func (r request) maskInput() ort.Tensor {
	return ort.Tensor{Shape: []int64{r.n, 1, Grid, Grid}, Data: r.masks}
}

func (r request) hasMask() ort.Tensor { return ort.Tensor{Shape: []int64{r.n}, Data: r.has} }

func (r request) textInput() ort.Tensor {
	return ort.Tensor{Shape: []int64{r.n, int64(len(r.text)) / r.n}, Data: r.text}
}

func (r request) hasText() ort.Tensor { return ort.Tensor{Shape: []int64{r.n}, Data: r.hasWords} }

func (request) anySize() ort.Tensor { return tinySize }

// queryCoords are points as EfficientSAM takes them: a batch of pictures, and of
// queries on each. It asks for pixels of a picture whose size it is told, and
// enlarges its masks to that size. It is told the size of its own grid, so nothing is
// enlarged, and coordinates are in cells.
func (r request) queryCoords() ort.Tensor {
	cells := slices.Clone(r.coords)
	for i := range cells {
		if r.labels[i/2] != labelPadding {
			cells[i] *= Grid / float32(r.e.up.side)
		}
	}
	return ort.Tensor{Shape: []int64{1, r.n, r.points, 2}, Data: cells}
}

func (r request) queryLabels() ort.Tensor {
	return ort.Tensor{Shape: []int64{1, r.n, r.points}, Data: r.labels}
}

func (request) gridSize() ort.Tensor { return ort.Tensor{Shape: []int64{2}, Ints: []int64{Grid, Grid}} }

// pad is how many points a prompt must have: what the entry says about labels, else
// what the form knows.
func (f form) pad(inputs []models.Tensor) int64 {
	if f.fixed == 0 {
		return 0
	}
	if shape := inputs[f.features+1].Shape; len(shape) == 3 && shape[2] > 0 {
		return shape[2]
	}
	return f.fixed
}

// words is how long an embedding of text is that the decoder takes, 0 when it takes none.
func (f form) words(name string, inputs []models.Tensor) (int64, error) {
	if !f.takesText {
		return 0, nil
	}
	shape := inputs[f.features].Shape
	if len(shape) != 2 || shape[1] <= 0 {
		return 0, fmt.Errorf("model %s: input %s: want the shape [1, length of an embedding of text], got %v", name, inputs[f.features].Name, shape)
	}
	return shape[1], nil
}

// TakesText says whether a model can be told in words what to segment.
func TakesText(m models.Model) bool { return forms[m.Decode].takesText }

// forms are how the decoders are exported that are not split (see openSplit):
//   - sam-all: segment_anything's SamOnnxModel without return_single_mask.
//   - sam-hq: SAM-HQ's copy of it, which wants the encoder's inner features too.
//   - edge-sam: EdgeSAM's export_onnx_model.py; its authors do not trust its scores.
//   - efficientvit-sam: EfficientViT-SAM's export_decoder.py.
//   - efficient-sam: EfficientSAM's export_to_onnx.py. Padding is not ignored there,
//     and its place counts: -1, -1.
//   - sam-text: sam-all of a decoder that was taught CLIP's embeddings as prompts, as
//     the paper did (Kirillov et al., 2023, appendix D.5). Its weights were never
//     published; text_input and has_text_input are made like the inputs of masks.
//   - sam2: SAM 2's image predictor as samexporter's export_sam2.py has it, which
//     adds a point of padding to every prompt.
var forms = map[string]form{
	"sam-all": {
		features: 1, takesMasks: true,
		inputs: []input{feature(0), request.pointCoords, request.pointLabels, request.maskInput, request.hasMask, request.anySize},
	},
	"sam-hq": {
		features: 2, takesMasks: true,
		inputs: []input{feature(0), feature(1), request.pointCoords, request.pointLabels, request.maskInput, request.hasMask, request.anySize},
	},
	"sam-text": {
		features: 1, takesMasks: true, takesText: true,
		inputs: []input{
			feature(0), request.textInput, request.hasText,
			request.pointCoords, request.pointLabels, request.maskInput, request.hasMask, request.anySize,
		},
	},
	"edge-sam": {
		features: 1, token: "stability",
		inputs: []input{feature(0), request.pointCoords, request.pointLabels},
	},
	"efficientvit-sam": {
		features: 1, scores: 1, batched: true, token: "best3",
		inputs: []input{feature(0), request.pointCoords, request.pointLabels},
	},
	"efficient-sam": {
		features: 1, scores: 1, batched: true, token: "best3", noBackground: true, trim: true, fixed: 6,
		inputs: []input{feature(0), request.queryCoords, request.queryLabels, request.gridSize},
	},
	"sam2": {
		features: 3, scores: 1, token: "sam2", takesMasks: true, trim: true, limit: 32,
		inputs: []input{feature(0), feature(1), feature(2), request.pointCoords, request.pointLabels, request.maskInput, request.hasMask},
	},
}
