package web

import (
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed openapi.json
var openapi []byte

// The page as vite built it; see page/README.md.
//
//go:embed dist
var dist embed.FS

type route struct {
	method string
	path   string
	handle http.HandlerFunc
}

// routes is what openapi.json documents.
func (s *Server) routes() []route {
	const get = http.MethodGet
	return []route{
		{get, "/", s.servePage},
		{get, "/preview/{node}", s.servePreview},
		{get, "/api/graph", s.serveGraph},
		{get, "/api/report", s.serveReport},
		{get, "/api/history", s.serveHistory},
		{get, "/api/events", s.serveEvents},
		{get, "/api/streams", s.serveStreams},
		{http.MethodPost, "/api/streams", s.change(s.addStream)},
		{http.MethodDelete, "/api/streams/{name}", s.change(s.removeStream)},
		{get, "/api/nodes/{node}/prompts", s.servePrompts},
		{http.MethodPost, "/api/nodes/{node}/prompts", s.change(s.addPrompt)},
		{http.MethodPatch, "/api/nodes/{node}/prompts/{id}", s.change(s.renamePrompt)},
		{http.MethodDelete, "/api/nodes/{node}/prompts/{id}", s.change(s.removePrompt)},
		{get, "/api/openapi.json", func(w http.ResponseWriter, _ *http.Request) { send(w, "application/json", openapi) }},
		{get, "/metrics", s.serveMetrics},
		{get, "/healthz", func(w http.ResponseWriter, _ *http.Request) { send(w, "text/plain; charset=utf-8", []byte("ok\n")) }},
		{get, "/readyz", s.serveReady},
	}
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		path := r.path
		if path == "/" {
			path = "/{$}"
		}
		mux.HandleFunc(r.method+" "+path, r.handle)
	}
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // only if the name in go:embed is another one
	}
	mux.Handle("GET /assets/", forEver(http.FileServerFS(files)))
	for _, name := range []string{"/favicon.svg", "/licenses.txt"} {
		mux.Handle("GET "+name, http.FileServerFS(files))
	}
	return s.guarded(mux)
}

// forEver is for files that have a hash of what is in them in their names.
func forEver(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r) // no list of the folder
			return
		}
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
		next.ServeHTTP(w, r)
	})
}

func (s *Server) servePage(w http.ResponseWriter, _ *http.Request) {
	page, err := dist.ReadFile("dist/index.html")
	if err != nil {
		http.Error(w, "this program was built without its page: run make web before", http.StatusNotFound)
		return
	}
	send(w, "text/html; charset=utf-8", page)
}

func (s *Server) serveReady(w http.ResponseWriter, _ *http.Request) {
	state := s.status().State
	if state != stateRunning {
		http.Error(w, state, http.StatusServiceUnavailable)
		return
	}
	send(w, "text/plain; charset=utf-8", []byte(state+"\n"))
}

func send(w http.ResponseWriter, mime string, body []byte) {
	w.Header().Set("Content-Type", mime)
	_, _ = w.Write(body) // nobody is left to tell
}

func sendJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // nobody is left to tell
}

// notYet answers what needs an open graph.
func (s *Server) notYet(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	s.refusal(w, http.StatusServiceUnavailable, errors.New("the graph is not open yet"), nil)
}
