package sam

import (
	"slices"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// inputs are the encoder's inputs that nobody uses: as many encodings go on at once as
// there were at first. Whoever takes one has a place of the encoder.
type inputs chan *ort.Tensor

func newInputs(n int) inputs {
	in := make(inputs, n)
	for range n {
		in <- &ort.Tensor{}
	}
	return in
}

// Ahead begins to encode a frame that Embed will be asked for, beside the one that is
// being encoded, and says whether it has: not when others are at it, or as many frames
// are being encoded as may be. It has read the picture when it returns. What goes wrong
// is left to Embed, which then encodes the frame itself.
func (m *Model) Ahead(stamp nodes.Stamp, frame *nodes.Frame) bool {
	place, ok := m.encoder.TryEnter(stamp.Stream)
	if !ok {
		return false
	}
	var input *ort.Tensor
	select {
	case input = <-m.inputs:
	default:
		place.Leave()
		return false
	}
	e, mine := m.cache.begin(stamp)
	if !mine {
		m.inputs <- input
		place.Leave()
		return true
	}
	value, err := m.picture(m.entry.Input, frame, input)
	m.ahead.Go(func() {
		if err == nil {
			err = place.Run(m.life, []ort.Tensor{*input}, value.Features)
		}
		m.inputs <- input
		place.Leave()
		value.Stamp = stamp
		m.cache.end(e, value, err)
		value.Release()
	})
	return true
}

// picture writes a picture into an input, as in says, and makes room for its embedding.
func (m *Model) picture(in models.Input, picture *nodes.Frame, input *ort.Tensor) (*Embedding, error) {
	planes := planesOf(in, m.exact)
	if shape := planes.Shape(picture.Width, picture.Height); !slices.Equal(shape, input.Shape) {
		*input = ort.NewTensor(shape...)
	}
	r := m.room()
	e := &Embedding{
		Features: r.features, frame: perFrame{tensors: r.frame}, free: m.takeBack,
		up: m.upsampler(promptSquare(in), picture.Width, picture.Height),
	}
	return e, planes.Write(picture, input.Data)
}

// upsampler is the one of the last picture, if that was alike.
func (m *Model) upsampler(p cv.Planes, width, height int) *upsampler {
	if u := m.up.Load(); u != nil && u.planes == p && u.width == width && u.height == height {
		return u
	}
	u := newUpsampler(p, width, height)
	m.up.Store(u)
	return u
}
