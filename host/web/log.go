package web

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// maxText is how much of one text of the log the page gets.
const maxText = 2000

type eventJSON struct {
	Time    time.Time         `json:"time"`
	Level   string            `json:"level"`
	Stream  string            `json:"stream,omitempty"`
	Node    string            `json:"node,omitempty"`
	Message string            `json:"message"`
	Attrs   map[string]string `json:"attrs,omitempty"`
}

// Handler is a slog.Handler that passes everything on to next and shows what is
// worth it, from slog.LevelInfo on, to the pages, without passwords of URIs.
func (s *Server) Handler(next slog.Handler) slog.Handler {
	return &tee{next: next, journal: s.journal}
}

type tee struct {
	next    slog.Handler
	journal *journal
	attrs   []slog.Attr // with the groups in their keys
	group   string      // a.b. of a and b
}

func (t *tee) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelInfo || t.next.Enabled(ctx, level)
}

func (t *tee) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelInfo {
		e := eventJSON{Time: r.Time, Level: r.Level.String(), Message: shown(r.Message), Attrs: map[string]string{}}
		for _, a := range t.attrs {
			e.add(a)
		}
		r.Attrs(func(a slog.Attr) bool {
			e.add(slog.Attr{Key: t.group + a.Key, Value: a.Value})
			return true
		})
		t.journal.publish("log", e.Stream, true, e)
	}
	if !t.next.Enabled(ctx, r.Level) {
		return nil
	}
	return t.next.Handle(ctx, r)
}

func (t *tee) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *t
	c.next = t.next.WithAttrs(attrs)
	c.attrs = append([]slog.Attr(nil), t.attrs...)
	for _, a := range attrs {
		c.attrs = append(c.attrs, slog.Attr{Key: t.group + a.Key, Value: a.Value})
	}
	return &c
}

func (t *tee) WithGroup(name string) slog.Handler {
	c := *t
	c.next = t.next.WithGroup(name)
	c.group += name + "."
	return &c
}

func (e *eventJSON) add(a slog.Attr) {
	v := a.Value.Resolve()
	switch {
	case v.Kind() == slog.KindGroup:
		for _, inner := range v.Group() {
			e.add(slog.Attr{Key: a.Key + "." + inner.Key, Value: inner.Value})
		}
	case a.Key == "stream":
		e.Stream = shown(v.String())
	case a.Key == "node":
		e.Node = shown(v.String())
	default:
		e.Attrs[a.Key] = shown(v.String())
	}
}

// shown comes after Redact has seen the whole text: half a password is one too.
func shown(text string) string {
	text = nodes.Redact(text)
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "…"
	}
	return text
}
