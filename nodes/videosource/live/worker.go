package live

import (
	"sync"
	"sync/atomic"
)

// worker reads from a connection.
type worker struct {
	connection Connection
	results    chan result
	opened     atomic.Bool
	quit       chan struct{} // nobody wants results any more
	gone       chan struct{} // it has ended

	mu      sync.Mutex
	closing bool
}

type result struct {
	picture Picture
	err     error
}

func work(c Connection) *worker {
	w := &worker{connection: c, results: make(chan result), quit: make(chan struct{}), gone: make(chan struct{})}
	go w.run()
	return w
}

func (w *worker) run() {
	defer close(w.gone)
	defer w.close()
	err := w.connection.Open()
	for err == nil {
		w.opened.Store(true)
		var r result
		if r.picture, err = w.connection.Read(); err != nil {
			break
		}
		select {
		case w.results <- r:
		case <-w.quit:
			r.picture.Frame.Release()
			return
		}
	}
	select {
	case w.results <- result{err: err}:
	case <-w.quit:
	}
}

func (w *worker) close() {
	w.mu.Lock()
	w.closing = true
	w.mu.Unlock()
	w.connection.Close()
}

func (w *worker) stop() {
	close(w.quit)
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closing {
		w.connection.Stop()
	}
}
