package graph

import (
	"context"
	"log/slog"

	"github.com/maskgraph/maskgraph/nodes"
)

// stateLog passes a node's log on and keeps the newest state that the node says
// there, even if nobody else reads the line.
type stateLog struct {
	next  slog.Handler
	stats *stats
}

func (h stateLog) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelInfo || h.next.Enabled(ctx, level)
}

func (h stateLog) Handle(ctx context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == nodes.StateKey && a.Value.Kind() == slog.KindString {
			h.stats.setState(a.Value.String())
		}
		return true
	})
	if !h.next.Enabled(ctx, r.Level) {
		return nil
	}
	return h.next.Handle(ctx, r)
}

func (h stateLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return stateLog{h.next.WithAttrs(attrs), h.stats}
}

func (h stateLog) WithGroup(name string) slog.Handler {
	return stateLog{h.next.WithGroup(name), h.stats}
}

func (s *stats) setState(state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = state
}
