package sam

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/maskgraph/maskgraph/nodes"
)

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
	value *Embedding    // with a reference of the entry's own, as long as that is remembered
	err   error
	ahead bool // nobody has asked for it yet; guarded by embeddings.mu
}

// get returns the embedding of a stamp, to be released, and whether compute was called
// for it, now or ahead.
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
		if e.err == nil && e.value.hold() { // else it was forgotten meanwhile
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

// end says what became of an entry. The value stays the caller's to release.
func (c *embeddings) end(e *entry, value *Embedding, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e.value, e.err = value, err
	switch at := slices.Index(c.entries, e); {
	case at < 0: // so many came after it
	case err != nil:
		c.entries = slices.Delete(c.entries, at, at+1)
	default:
		value.Retain()
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
	ofStream := func(e *entry) bool { return e.stamp.Stream == stream }
	c.keep(keepEmbeddings, ofStream)
	c.keep(keepEmbeddings*int(max(1, c.users.Load())), func(*entry) bool { return true })
}

// keep forgets all but the latest so many of some entries, first those that were asked
// for. c.mu is held.
func (c *embeddings) keep(most int, of func(*entry) bool) {
	count := 0
	for _, e := range c.entries {
		if of(e) {
			count++
		}
	}
	for ; count > most; count-- {
		at := slices.IndexFunc(c.entries, func(e *entry) bool { return of(e) && !e.ahead })
		if at < 0 || at == len(c.entries)-1 { // the one that was just made
			at = slices.IndexFunc(c.entries, of)
		}
		if value := c.entries[at].value; value != nil { // it is done
			value.Release()
		}
		c.entries = slices.Delete(c.entries, at, at+1)
	}
}
