package sam

import (
	"context"
	"sync"

	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// perFrame is what a decoder works out once a frame.
type perFrame struct {
	mu      sync.Mutex
	done    bool
	tensors []ort.Tensor // until it is done, of any earlier frame
}

// prepare runs the session on the embedding, unless that was done before.
func (f *perFrame) prepare(ctx context.Context, prefix *ort.Session, embedding ort.Tensor) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.done {
		return nil
	}
	for _, t := range prefix.Outputs()[len(f.tensors):] {
		f.tensors = append(f.tensors, ort.NewTensor(t.Shape...))
	}
	if err := prefix.Run(ctx, []ort.Tensor{embedding}, f.tensors); err != nil {
		return err
	}
	f.done = true
	return nil
}
