package videoserver

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

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
