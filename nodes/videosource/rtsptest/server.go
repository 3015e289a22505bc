// Package rtsptest is a camera for tests: an RTSP server that sends real H.264, over
// TCP and UDP, and misbehaves on command.
package rtsptest

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// Behaviour is what the server does to those who connect from now on. Numbers count
// the pictures sent on a connection before it happens; 0: it does not.
type Behaviour struct {
	Video   Video
	FPS     int    // pictures a second; 0: 25
	Account string // user:password that it wants to see; empty: none
	Status  string // of every answer to DESCRIBE, such as "404 Not Found"; empty: what is right

	Silent bool // it accepts connections and says nothing
	Noise  bool // it answers with noise

	StallAfter int // it sends nothing more
	CutAfter   int // it closes the connection
	ResetAfter int // it resets the connection in the middle of a picture
	NoiseAfter int // the pictures are noise from then on
}

// Server is a camera at rtsp://127.0.0.1.
type Server struct {
	t        testing.TB
	address  string
	attempts atomic.Int64
	sent     atomic.Int64

	mu        sync.Mutex
	behaviour Behaviour
	listener  net.Listener
	conns     map[net.Conn]bool
	working   *sync.WaitGroup
}

// Start starts a camera. It ends with the test.
func Start(t testing.TB, b Behaviour) *Server {
	t.Helper()
	s := &Server{t: t, address: "127.0.0.1:0", behaviour: b}
	s.Return()
	t.Cleanup(s.Kill)
	return s
}

// URL is where the camera is, with an account, user:password, if there is one to give.
func (s *Server) URL(account string) string {
	if account != "" {
		account += "@"
	}
	return "rtsp://" + account + s.address + "/stream"
}

// Behave changes what happens to those who connect from now on.
func (s *Server) Behave(b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behaviour = b
}

// Attempts is how often somebody has connected.
func (s *Server) Attempts() int { return int(s.attempts.Load()) }

// Sent is how many pictures it has sent in all.
func (s *Server) Sent() int { return int(s.sent.Load()) }

// Kill ends the camera and cuts every connection. It may be called again.
func (s *Server) Kill() {
	s.mu.Lock()
	l, working := s.listener, s.working
	s.listener = nil
	for c := range s.conns {
		_ = c.Close()
	}
	s.mu.Unlock()
	if l == nil {
		return
	}
	_ = l.Close()
	working.Wait()
}

// Cut cuts every connection; new ones are welcome.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		_ = c.Close()
	}
}

// Return brings a killed camera back to where it was.
func (s *Server) Return() {
	s.t.Helper()
	l, err := net.Listen("tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.mu.Lock()
	s.address, s.listener, s.working = l.Addr().String(), l, &sync.WaitGroup{}
	s.conns = map[net.Conn]bool{}
	working := s.working
	s.mu.Unlock()
	working.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.attempts.Add(1)
			working.Go(func() { s.serve(c) })
		}
	})
}

func (s *Server) serve(c net.Conn) {
	s.mu.Lock()
	b, alive := s.behaviour, s.listener != nil
	if alive {
		s.conns[c] = true
	}
	s.mu.Unlock()
	if alive {
		(&session{conn: c, behaviour: b, sent: &s.sent}).run()
	}
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
	_ = c.Close()
}
