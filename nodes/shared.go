package nodes

import (
	"io"
	"sync"
)

// Shared holds what the nodes of one process use together, such as the session
// of a model. Each thing is opened by the first node that asks and closed when
// the last one has let go. The zero value is ready.
type Shared struct {
	mu    sync.Mutex
	items map[string]*sharedItem
}

type sharedItem struct {
	once  sync.Once
	refs  int // guarded by Shared.mu
	value io.Closer
	err   error
}

// Share returns the thing called key, opened by open if nobody has it yet, and a
// function that lets go of it. Nodes that ask at the same time wait for one
// opening. A failed opening is not remembered.
func Share[T io.Closer](s *Shared, key string, open func() (T, error)) (T, func() error, error) {
	s.mu.Lock()
	if s.items == nil {
		s.items = map[string]*sharedItem{}
	}
	it := s.items[key]
	if it == nil {
		it = &sharedItem{}
		s.items[key] = it
	}
	it.refs++
	s.mu.Unlock()

	var none T
	it.once.Do(func() {
		v, err := open()
		if err != nil {
			it.err = err
			return
		}
		it.value = v
	})
	if it.err != nil {
		_ = s.letGo(key, it)
		return none, nil, it.err
	}
	return it.value.(T), sync.OnceValue(func() error { return s.letGo(key, it) }), nil
}

// letGo closes outside the lock: what is closed may hold shared things itself.
func (s *Shared) letGo(key string, it *sharedItem) error {
	s.mu.Lock()
	it.refs--
	last := it.refs == 0
	if (last || it.err != nil) && s.items[key] == it {
		delete(s.items, key)
	}
	s.mu.Unlock()
	if !last || it.err != nil {
		return nil
	}
	return it.value.Close()
}
