package sam

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// Embedding is a frame as the encoder sees it. It is read-only once it is made.
type Embedding struct {
	Stamp    nodes.Stamp  // of the frame that was encoded
	Features []ort.Tensor // the encoder's outputs, in the order of the model's entry; first of all float32 [1,256,64,64]
	up       *upsampler
	frame    perFrame // what the decoder works out once a frame
}

// Mask is where the logits, enlarged to the frame, are above 0: a mask in pixels
// of the frame.
func (e *Embedding) Mask(logits []float32) *nodes.Mask { return e.up.mask(logits) }

// Stability is SAM's stability score: the IoU of the masks cut at logits of
// +offset and of -offset, on the decoder's grid; 1 when both are empty.
func (e *Embedding) Stability(logits []float32, offset float32) float32 {
	return e.up.stability(logits, offset)
}

// keepEmbeddings is how many frames of a stream are remembered. Two prompters behind
// one source are never further apart than the queues between them are long.
const keepEmbeddings = 4

// embeddings remembers the latest frames' embeddings by stamp, for as many streams as
// there may be: at least one user has each. The zero value is ready.
type embeddings struct {
	users atomic.Int64 // nodes that have the model

	mu      sync.Mutex
	entries []*entry // oldest first
}

type entry struct {
	stamp nodes.Stamp
	done  chan struct{} // closed when value or err is set
	value *Embedding
	err   error
	ahead bool // nobody has asked for it yet; guarded by embeddings.mu
}

// get returns the embedding of a stamp and whether compute was called for it, now or
// ahead.
// Who comes while another computes waits for that; if the other fails, one of
// those who wait tries for itself.
func (c *embeddings) get(ctx context.Context, stamp nodes.Stamp, compute func() (*Embedding, error)) (*Embedding, bool, error) {
	for {
		e, mine, first := c.entry(stamp)
		if mine {
			value, err := compute()
			c.end(e, value, err)
			return value, true, err
		}
		select {
		case <-e.done:
		case <-ctx.Done():
			return nil, false, ctx.Err()
		}
		if e.err == nil {
			return e.value, first, nil
		}
	}
}

// entry finds the entry of a stamp or makes one, which is then the caller's to end.
// first: it was begun ahead, and this is the first time that it is asked for.
func (c *embeddings) entry(stamp nodes.Stamp) (e *entry, mine, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.entries {
		if e.stamp == stamp {
			first, e.ahead = e.ahead, false
			return e, false, first
		}
	}
	return c.add(stamp), true, false
}

// begin makes an entry of a stamp that nobody has asked for, unless there is one.
func (c *embeddings) begin(stamp nodes.Stamp) (e *entry, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if slices.ContainsFunc(c.entries, func(e *entry) bool { return e.stamp == stamp }) {
		return nil, false
	}
	e = c.add(stamp)
	e.ahead = true
	return e, true
}

// end says what became of an entry.
func (c *embeddings) end(e *entry, value *Embedding, err error) {
	e.value, e.err = value, err
	if err != nil {
		c.forget(e)
	}
	close(e.done)
}

// add makes an entry. c.mu is held.
func (c *embeddings) add(stamp nodes.Stamp) *entry {
	e := &entry{stamp: stamp, done: make(chan struct{})}
	c.entries = append(c.entries, e)
	c.tidy(stamp.Stream)
	return e
}

// tidy keeps no more than there may be of a stream, and of all. c.mu is held.
func (c *embeddings) tidy(stream string) {
	of := func(e *entry) bool { return e.stamp.Stream == stream }
	count := 0
	for _, e := range c.entries {
		if of(e) {
			count++
		}
	}
	if count > keepEmbeddings {
		oldest := slices.IndexFunc(c.entries, of)
		c.entries = slices.Delete(c.entries, oldest, oldest+1)
	}
	if most := keepEmbeddings * int(max(1, c.users.Load())); len(c.entries) > most {
		c.entries = slices.Delete(c.entries, 0, len(c.entries)-most)
	}
}

func (c *embeddings) forget(e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries = slices.DeleteFunc(c.entries, func(have *entry) bool { return have == e })
}
