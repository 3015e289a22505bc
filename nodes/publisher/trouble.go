package publisher

import (
	"context"
	"log/slog"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

func (s *sender) failed(err error, pause time.Duration) {
	s.retries.Add(1)
	s.note(err, "cannot publish", nodes.State(nodes.Retrying), "retry", pause, "waiting", s.queue.waiting()+len(s.batch), "dropped", s.queue.dropped())
	s.mu.Lock()
	s.down = true
	s.mu.Unlock()
}

// note keeps what went wrong. What was said already is not said again.
func (s *sender) note(err error, what string, args ...any) {
	text := s.address.redact(err.Error())
	s.mu.Lock()
	level := slog.LevelWarn
	if text == s.last {
		level = slog.LevelDebug
	}
	s.last = text
	s.mu.Unlock()
	s.log.Log(context.Background(), level, what, append([]any{"to", s.address.String(), "error", text}, args...)...)
}

func (s *sender) recovered() {
	s.mu.Lock()
	was := s.down
	s.down = false
	s.mu.Unlock()
	if was {
		s.log.Info("publishing again", nodes.State(nodes.Running), "to", s.address.String(), "waiting", s.queue.waiting()+len(s.batch), "dropped", s.queue.dropped())
	}
}

// why is what went wrong last.
func (s *sender) why() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == "" {
		return "the broker was too slow"
	}
	return s.last
}
