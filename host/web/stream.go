package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// writeWithin is how long a visitor may take for one piece of an endless answer.
const writeWithin = 10 * time.Second

// aliveEvery is how often a quiet stream of events says something, so that dead
// connections are found.
const aliveEvery = 15 * time.Second

// serveEvents sends server-sent events: log, state, stream, sample and report.
// Last-Event-ID says what a reader has already. With ?stream=NAME it leaves out what is
// about others.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	only := r.URL.Query().Get("stream")
	after, _ := strconv.ParseUint(r.Header.Get("Last-Event-ID"), 10, 64) // 0 when there is none
	kept, ch, ok := s.journal.read(after)
	if !ok {
		http.Error(w, "too many readers", http.StatusServiceUnavailable)
		return
	}
	defer s.journal.leave(ch)
	w.Header().Set("Content-Type", "text/event-stream")
	out := endless{w, http.NewResponseController(w)}
	if out.write([]byte("retry: 2000\n\n")) != nil {
		return
	}
	for _, m := range kept {
		if m.isFor(only) && out.write(m.text()) != nil {
			return
		}
	}
	alive := time.NewTicker(aliveEvery)
	defer alive.Stop()
	for {
		var text []byte
		select {
		case m, ok := <-ch:
			if !ok {
				return
			}
			if !m.isFor(only) {
				continue
			}
			text = m.text()
		case <-alive.C:
			text = []byte(": alive\n\n")
		case <-r.Context().Done():
			return
		}
		if out.write(text) != nil {
			return
		}
	}
}

func (m message) isFor(only string) bool { return only == "" || m.stream == "" || m.stream == only }

func (m message) text() []byte {
	id := ""
	if m.id > 0 {
		id = fmt.Sprintf("id: %d\n", m.id)
	}
	return fmt.Appendf(nil, "%sevent: %s\ndata: %s\n\n", id, m.event, m.data)
}

// endless is an answer without an end, each piece of which is sent at once.
type endless struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (e endless) write(piece []byte) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(writeWithin)); err != nil {
		return err
	}
	if _, err := e.w.Write(piece); err != nil {
		return err
	}
	return e.control.Flush()
}
