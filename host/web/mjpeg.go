package web

import (
	"fmt"
	"net/http"
)

const boundary = "maskgraph-picture"

// servePreview sends MJPEG: one JPEG after another for as long as it is looked at.
func (s *Server) servePreview(w http.ResponseWriter, r *http.Request) {
	of, g := s.askedGraph(w, r)
	if g == nil {
		return
	}
	pictures, leave, err := s.previews.watch(g, watched{of.Name(), r.PathValue("node")})
	switch {
	case err == errBusy: //nolint:errorlint // nobody wraps it
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	defer leave()
	w.Header().Set("Content-Type", "multipart/x-mixed-replace; boundary="+boundary)
	out := endless{w, http.NewResponseController(w)}
	if out.write([]byte("--"+boundary)) != nil {
		return
	}
	for {
		select {
		case picture, ok := <-pictures:
			// The boundary comes at once: browsers show a picture when they see its end.
			if !ok || out.write(part(picture)) != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

func part(picture []byte) []byte {
	head := fmt.Sprintf("\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n", len(picture))
	return append(append([]byte(head), picture...), "\r\n--"+boundary...)
}
