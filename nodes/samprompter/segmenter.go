package samprompter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// segmenter is one Segment Anything model with the embeddings of the latest
// frames. The prompters of a process that name the same model share it.
type segmenter struct {
	encoder, decoder *ort.Session
	letGo            []func() error
	planes           cv.Planes

	cache embeddings

	encoding sync.Mutex // guards input: one encoding at a time uses all processors
	input    ort.Tensor // [1,3,1024,1024]
}

func openSegmenter(env nodes.Env, name string, threads int) (*segmenter, func() error, error) {
	key := fmt.Sprintf("sam/%s/%d", name, threads)
	return nodes.Share(env.Shared, key, func() (*segmenter, error) {
		m, err := models.Lookup(name)
		if err != nil {
			return nil, err
		}
		s := &segmenter{planes: planesOf(m.Input)}
		if err := s.load(env, m, threads); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.input = ort.NewTensor(1, 3, int64(m.Input.Height), int64(m.Input.Width))
		return s, nil
	})
}

func (s *segmenter) load(env nodes.Env, m models.Model, threads int) error {
	for _, part := range []struct {
		role    string
		session **ort.Session
	}{{"encoder", &s.encoder}, {"decoder", &s.decoder}} {
		session, letGo, err := ort.Open(env, m, part.role, threads)
		if err != nil {
			return err
		}
		*part.session = session
		s.letGo = append(s.letGo, letGo)
	}
	return nil
}

func planesOf(in models.Input) cv.Planes {
	return cv.Planes{
		Width: in.Width, Height: in.Height, Round: in.Round, Smooth: true,
		RGB: in.Order == "rgb", Mean: in.Mean, Std: in.Std, Fill: in.Fill,
	}
}

// embed is the embedding of a frame, float32 [1,256,64,64], and whether it was
// computed for this call: a prompter that asks for the same stamp later, or
// meanwhile, gets the same one.
func (s *segmenter) embed(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame) (*embedding, bool, error) {
	return s.cache.get(ctx, stamp, func() (*embedding, error) {
		s.encoding.Lock()
		defer s.encoding.Unlock()
		if err := s.planes.Write(frame, s.input.Data); err != nil {
			return nil, err
		}
		e := &embedding{Tensor: ort.NewTensor(1, 256, 64, 64)}
		e.up = newUpsampler(s.planes, frame.Width, frame.Height)
		return e, s.encoder.Run(ctx, []ort.Tensor{s.input}, []ort.Tensor{e.Tensor})
	})
}

// Close unloads the model.
func (s *segmenter) Close() error {
	var errs []error
	for _, letGo := range slices.Backward(s.letGo) {
		errs = append(errs, letGo())
	}
	return errors.Join(errs...)
}
