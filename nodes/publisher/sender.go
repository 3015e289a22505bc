package publisher

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// session is a connection to a broker. Its first error is its last one.
type session interface {
	// send hands messages over in order, and says how many the broker has for
	// certain. errTooLarge is about the first one that it has not, and leaves the
	// session usable.
	send(ctx context.Context, batch []message) (int, error)
	close()
}

var (
	// errTooLarge is a message that this broker will never take.
	errTooLarge = errors.New("the broker takes no messages of this size")
	// errRefused is a broker that is there and does not want us. Asking often makes
	// it worse.
	errRefused = errors.New("refused")

	errLost = errors.New("the connection is lost")
)

const (
	firstPause = 500 * time.Millisecond // after a failure, doubled with each one
	lastPause  = 30 * time.Second
	dialTime   = 10 * time.Second
	sendTime   = 15 * time.Second

	batchMessages = 64
	batchBytes    = 1 << 20
)

// sender moves messages from the queue to the broker until the queue is closed and
// empty.
type sender struct {
	address address
	dial    func(context.Context) (session, error)
	queue   *queue
	log     *slog.Logger
	done    chan struct{} // closed at the end of run

	batch []message // taken, and not yet with the broker

	published, refused, retries atomic.Int64

	mu   sync.Mutex
	last string // failure, in words
	down bool   // it has not been overcome
}

func (s *sender) run(ctx context.Context) {
	defer close(s.done)
	defer func() { s.refused.Add(int64(len(s.batch))) }()
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		sent, err := s.connected(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		if sent > 0 {
			pause = firstPause
		}
		if errors.Is(err, errRefused) {
			pause = lastPause
		}
		s.failed(err, pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// connected works over one session. It ends without an error when there is nothing more
// to send.
func (s *sender) connected(ctx context.Context) (sent int, err error) {
	if !s.fill(ctx) {
		return 0, nil // nobody is asked for nothing
	}
	dialCtx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	session, err := s.dial(dialCtx)
	if err != nil {
		return 0, err
	}
	defer session.close()
	for s.fill(ctx) {
		n, err := s.send(ctx, session)
		sent += n
		switch {
		case errors.Is(err, errTooLarge):
			s.skip(err)
		case err != nil:
			return sent, err
		}
		if n > 0 {
			s.recovered()
		}
	}
	return sent, nil
}

// fill sees to it that there is something to send, and waits for it.
func (s *sender) fill(ctx context.Context) bool {
	if len(s.batch) == 0 {
		s.batch = s.queue.take(ctx, batchMessages, batchBytes)
	}
	return len(s.batch) > 0
}

func (s *sender) send(ctx context.Context, to session) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	n, err := to.send(ctx, s.batch)
	s.batch = s.batch[n:]
	s.published.Add(int64(n))
	return n, err
}

// skip gives up the first message.
func (s *sender) skip(err error) {
	s.note(err, "leaving out a message", "bytes", len(s.batch[0].body))
	s.batch = s.batch[1:]
	s.refused.Add(1)
}
