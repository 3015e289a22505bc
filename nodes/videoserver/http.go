package videoserver

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// httpServer serves the streams of all nodes of a process that name its address.
type httpServer struct {
	address string // with the port it got
	own     string // host as it was named
	server  *http.Server
	done    chan struct{}

	mu   sync.Mutex
	hubs map[string]*hub // by path
}

func listenHTTP(address string) (*httpServer, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", address)
	if err != nil {
		return nil, err
	}
	host, _, _ := net.SplitHostPort(address)
	s := &httpServer{address: l.Addr().String(), own: host, done: make(chan struct{}), hubs: map[string]*hub{}}
	s.server = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	go func() {
		defer close(s.done)
		_ = s.server.Serve(l) // until Close
	}()
	return s, nil
}

func (s *httpServer) add(path string, h *hub) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hubs[path] != nil {
		return fmt.Errorf("http://%s%s is taken by another node: choose another path, or put {stream} in it", s.address, path)
	}
	s.hubs[path] = h
	return nil
}

func (s *httpServer) remove(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.hubs, path)
}

func (s *httpServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	h := s.hubs[r.URL.Path]
	s.mu.Unlock()
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	switch {
	case r.Method != http.MethodGet:
		http.Error(w, "want GET", http.StatusMethodNotAllowed)
	case h == nil:
		http.NotFound(w, r)
	case h.password == "" && !s.ownName(r.Host):
		http.Error(w, "this server has another name: ask for its address", http.StatusForbidden)
	case !h.allows(r):
		w.Header().Set("WWW-Authenticate", `Basic realm="maskgraph"`)
		http.Error(w, "user and password are wanted", http.StatusUnauthorized)
	default:
		h.serve(w, r)
	}
}

// ownName says whether a Host header is an address, which nobody else can point here,
// or the name of this server. Pages of other sites could read the video by a name of
// theirs that leads here (DNS rebinding).
func (s *httpServer) ownName(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	_, err = netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil || strings.EqualFold(host, "localhost") || strings.EqualFold(host, s.own)
}

func (h *hub) allows(r *http.Request) bool {
	if h.password == "" {
		return true
	}
	user, password, ok := r.BasicAuth()
	a, b := sha256.Sum256([]byte(user+":"+password)), sha256.Sum256([]byte(h.password))
	return ok && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// Close ends all connections.
func (s *httpServer) Close() error {
	err := s.server.Close()
	<-s.done
	return err
}
