package samprompter

import (
	"context"
	"slices"
	"sync"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// embedding is a frame as the encoder sees it: float32 [1,256,64,64], 4 MiB. It
// is read-only once it is made.
type embedding struct {
	ort.Tensor
	up *upsampler // from the decoder's grid to this frame's pixels
}

// keepEmbeddings is how many frames are remembered. Two prompters behind one
// source are never further apart than the queues between them are long.
const keepEmbeddings = 4

// embeddings remembers the latest frames' embeddings by stamp. The zero value is
// ready.
type embeddings struct {
	mu      sync.Mutex
	entries []*entry // oldest first
}

type entry struct {
	stamp nodes.Stamp
	done  chan struct{} // closed when value or err is set
	value *embedding
	err   error
}

// get returns the embedding of a stamp and whether compute was called for it.
// Who comes while another computes waits for that; if the other fails, one of
// those who wait tries for itself.
func (c *embeddings) get(ctx context.Context, stamp nodes.Stamp, compute func() (*embedding, error)) (*embedding, bool, error) {
	for {
		e, mine := c.entry(stamp)
		if mine {
			e.value, e.err = compute()
			if e.err != nil {
				c.forget(e)
			}
			close(e.done)
			return e.value, true, e.err
		}
		select {
		case <-e.done:
		case <-ctx.Done():
			return nil, false, ctx.Err()
		}
		if e.err == nil {
			return e.value, false, nil
		}
	}
}

// entry finds the entry of a stamp or makes one, which is then the caller's to fill.
func (c *embeddings) entry(stamp nodes.Stamp) (e *entry, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.entries {
		if e.stamp == stamp {
			return e, false
		}
	}
	e = &entry{stamp: stamp, done: make(chan struct{})}
	if len(c.entries) == keepEmbeddings {
		c.entries = slices.Delete(c.entries, 0, 1)
	}
	c.entries = append(c.entries, e)
	return e, true
}

func (c *embeddings) forget(e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries = slices.DeleteFunc(c.entries, func(have *entry) bool { return have == e })
}
