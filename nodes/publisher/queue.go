package publisher

import (
	"context"
	"sync"
)

// message is one frame on its way to the broker.
type message struct {
	topic string
	key   string // what belongs together and stays in order: the stream
	id    string // for brokers that leave out what comes twice
	body  []byte
}

// queue holds messages in order, up to a number and a size. put is for one goroutine,
// take for another one.
type queue struct {
	most, mostBytes int

	mu     sync.Mutex
	items  []message
	bytes  int
	lost   int64
	closed bool

	came, went chan struct{} // hold a word when something came, or went
}

func newQueue(most, mostBytes int) *queue {
	return &queue{most: most, mostBytes: mostBytes, came: make(chan struct{}, 1), went: make(chan struct{}, 1)}
}

// put appends a message. When there is no room it waits for some or, unless block, makes
// some: the oldest go. A message that is larger than the whole queue is lost.
func (q *queue) put(ctx context.Context, m message, block bool) error {
	for !q.tryPut(m, block) {
		select {
		case <-q.went:
		case <-ctx.Done():
			q.lose(1)
			return ctx.Err()
		}
	}
	tell(q.came)
	return nil
}

func (q *queue) tryPut(m message, block bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(m.body) > q.mostBytes || q.closed {
		q.lost++
		return true
	}
	for len(q.items) == q.most || q.bytes+len(m.body) > q.mostBytes {
		if block {
			return false
		}
		q.shift()
		q.lost++
	}
	q.items = append(q.items, m)
	q.bytes += len(m.body)
	return true
}

// shift takes the oldest message. q.mu is held.
func (q *queue) shift() message {
	m := q.items[0]
	q.items[0] = message{}
	q.items = q.items[1:]
	q.bytes -= len(m.body)
	return m
}

// take waits for messages and takes the oldest ones, up to a number and, beyond the
// first one, a size. There are none when the queue has been closed and is empty, or ctx
// has ended.
func (q *queue) take(ctx context.Context, most, mostBytes int) []message {
	for {
		batch, closed := q.tryTake(most, mostBytes)
		if len(batch) > 0 || closed {
			tell(q.went)
			return batch
		}
		select {
		case <-q.came:
		case <-ctx.Done():
			return nil
		}
	}
}

func (q *queue) tryTake(most, mostBytes int) (batch []message, closed bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	size := 0
	for len(q.items) > 0 && len(batch) < most && (len(batch) == 0 || size+len(q.items[0].body) <= mostBytes) {
		m := q.shift()
		size += len(m.body)
		batch = append(batch, m)
	}
	return batch, q.closed
}

func (q *queue) waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items)
}

func (q *queue) dropped() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.lost
}

func (q *queue) lose(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.lost += int64(n)
}

// close: nothing more is taken in.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	tell(q.came)
}

func (q *queue) dropRest() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.lost += int64(len(q.items))
	q.items, q.bytes = nil, 0
}

func tell(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}
