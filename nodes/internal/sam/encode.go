package sam

import (
	"cmp"
	"context"
	"slices"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// planesOf is how the encoder wants its pictures; exact is for the resize mode
// reference.
func planesOf(in models.Input, exact bool) cv.Planes {
	return cv.Planes{
		Width: in.Width, Height: in.Height, Stretch: in.Stretch, Packed: in.Packed, Round: in.Round, Smooth: true, Exact: exact,
		RGB: in.Order == "rgb", Mean: in.Mean, Std: in.Std, Fill: in.Fill,
	}
}

// encode runs the encoder on a picture that it is shown as in says, when its turn
// comes.
func (m *Model) encode(ctx context.Context, in models.Input, picture *nodes.Frame) (*Embedding, error) {
	place, err := m.encoder.Enter(ctx)
	if err != nil {
		return nil, err
	}
	defer place.Leave()
	var input *ort.Tensor
	select {
	case input = <-m.inputs:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { m.inputs <- input }()
	e, err := m.picture(in, picture, input)
	if err == nil {
		err = place.Run(ctx, []ort.Tensor{*input}, e.Features)
	}
	if err != nil {
		e.Release()
		return nil, err
	}
	return e, nil
}

// promptSquare is where prompts have their coordinates and masks their grid: what the
// encoder sees, or the same in another size.
func promptSquare(in models.Input) cv.Planes {
	p := planesOf(in, false)
	if in.Prompts > 0 {
		p.Width, p.Height = in.Prompts, in.Prompts
	}
	return p
}

// featuresOf is room for an encoder's outputs. A batch is one picture; what else the
// entry does not tell is left to Run.
func featuresOf(outputs []models.Tensor) []ort.Tensor {
	features := make([]ort.Tensor, len(outputs))
	for i, t := range outputs {
		if shape, ok := shapeOf(t); ok {
			features[i] = ort.NewTensor(shape...)
		}
	}
	return features
}

func shapeOf(t models.Tensor) (shape []int64, known bool) {
	shape = slices.Clone(t.Shape)
	if len(shape) > 0 && shape[0] < 0 {
		shape[0] = 1
	}
	return shape, len(shape) > 0 && slices.Min(shape) > 0
}

// Token is which mask suits the model for boxes, as its entry says or its authors
// choose: token0, best3, stability or sam2.
func (m *Model) Token() string {
	return cmp.Or(m.entry.Token, forms[m.entry.Decode].token, "token0")
}
