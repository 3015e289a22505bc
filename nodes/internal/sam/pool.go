package sam

import "sync"

// pool is memory that is used again. The zero value is ready.
type pool[T any] struct {
	mu   sync.Mutex
	free []T // as many as were in use at the same time, at most
}

// get takes out what was put in last, if there is any.
func (p *pool[T]) get() (b T, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.free) - 1
	if last < 0 {
		return b, false
	}
	b = p.free[last]
	p.cut(last)
	return b, true
}

// put takes memory back that nobody reads or writes any more, and keeps no more than
// most.
func (p *pool[T]) put(b T, most int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(p.free, b)
	p.cut(most)
}

// cut lets go of all but the first. p.mu is held.
func (p *pool[T]) cut(most int) {
	if most < len(p.free) {
		clear(p.free[most:])
		p.free = p.free[:most]
	}
}
