package sam

import "sync"

// rooms are buffers for the logits of a batch, 4 MB each, which are used again: they
// would be the most of a frame's garbage. The zero value is ready.
type rooms struct {
	mu   sync.Mutex
	free [][]float32 // as many as were in use at the same time
}

func (r *rooms) get() []float32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if last := len(r.free) - 1; last >= 0 {
		b := r.free[last]
		r.free = r.free[:last]
		return b
	}
	return make([]float32, batchSize*tokens*Grid*Grid)
}

func (r *rooms) put(b []float32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.free = append(r.free, b)
}
