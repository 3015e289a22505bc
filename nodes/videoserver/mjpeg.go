package videoserver

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

const (
	jpegQuality = 85               // 0..100
	writeTime   = 10 * time.Second // within which a viewer takes a picture
	boundary    = "maskgraph-picture"
)

// mjpeg serves MJPEG over HTTP.
type mjpeg struct {
	place  place
	server *httpServer
	letGo  func() error
	hub    *hub
	path   string // where hub is; empty before the first stream
}

func openMJPEG(env nodes.Env, cfg Config, password string) (*mjpeg, error) {
	p, err := parsePlace("http", cfg.HTTP)
	if err != nil {
		return nil, err
	}
	m := &mjpeg{place: p, hub: &hub{most: cfg.Viewers, password: password, viewers: map[chan []byte]bool{}}}
	m.server, m.letGo, err = nodes.Share(env.Shared, "http://"+p.address, func() (*httpServer, error) { return listenHTTP(p.address) })
	if err != nil {
		return nil, err
	}
	if !p.each() {
		if err := m.begin(""); err != nil {
			return nil, fmt.Errorf("%w; %w", err, m.close())
		}
	}
	return m, nil
}

func (m *mjpeg) begin(stream string) error {
	if m.path != "" && !m.place.each() {
		return nil
	}
	m.end()
	path := m.place.of(stream)
	if err := m.server.add(path, m.hub); err != nil {
		return err
	}
	m.path = path
	return nil
}

func (m *mjpeg) end() {
	if m.path != "" {
		m.server.remove(m.path)
		m.hub.end()
		m.path = ""
	}
}

func (m *mjpeg) wanted() bool { return m.hub.watched() }

func (m *mjpeg) show(f *nodes.Frame, _ nodes.Stamp) error {
	picture, err := draw.JPEG(f, max(f.Width, f.Height), jpegQuality)
	if err != nil {
		return err
	}
	m.hub.give(picture)
	return nil
}

func (m *mjpeg) counts() (viewers, dropped int64) { return m.hub.counts() }

func (m *mjpeg) url() string { return "http://" + m.server.address + m.path }

func (m *mjpeg) close() error {
	m.end()
	return m.letGo()
}

// hub hands pictures to all who watch one stream.
type hub struct {
	most     int
	password string

	mu      sync.Mutex
	viewers map[chan []byte]bool // each holds the newest picture
	came    int64
	dropped int64
}

func (h *hub) watched() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.viewers) > 0
}

func (h *hub) counts() (viewers, dropped int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.came, h.dropped
}

func (h *hub) join() (chan []byte, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.viewers) >= h.most {
		return nil, false
	}
	ch := make(chan []byte, 1)
	h.viewers[ch] = true
	h.came++
	return ch, true
}

func (h *hub) leave(ch chan []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.viewers, ch)
}

func (h *hub) give(picture []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.viewers {
		select {
		case <-ch: // it was not fetched in time
			h.dropped++
		default:
		}
		ch <- picture
	}
}

// end ends the watching of all.
func (h *hub) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.viewers {
		close(ch)
	}
	clear(h.viewers)
}

// serve sends one JPEG after another for as long as they are looked at.
func (h *hub) serve(w http.ResponseWriter, r *http.Request) {
	pictures, ok := h.join()
	if !ok {
		http.Error(w, fmt.Sprintf("%d viewers watch already", h.most), http.StatusServiceUnavailable)
		return
	}
	defer h.leave(pictures)
	w.Header().Set("Content-Type", "multipart/x-mixed-replace; boundary="+boundary)
	out := http.NewResponseController(w)
	write := func(text []byte) error {
		if err := out.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
		return out.Flush()
	}
	err := write([]byte("--" + boundary))
	for err == nil {
		select {
		case picture, ok := <-pictures:
			if !ok {
				return
			}
			// The boundary comes at once: browsers show a picture when they see its end.
			head := fmt.Appendf(nil, "\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n", len(picture))
			err = write(append(append(head, picture...), "\r\n--"+boundary...))
		case <-r.Context().Done():
			return
		}
	}
}
