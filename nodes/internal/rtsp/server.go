// Package rtsp serves live H.264 video to players (RTSP 1.0, RFC 2326; RTP, RFC 3550;
// H.264 in RTP, RFC 6184): over the RTSP connection itself or over UDP, to several at
// once. It only plays; nobody can record to it.
//
//	Stream.Write ──▶ RTP packets ──▶ a bounded queue for each player ──▶ TCP or UDP
package rtsp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
)

// Server answers on one address.
type Server struct {
	listener net.Listener
	log      *slog.Logger

	mu      sync.Mutex
	streams map[string]*Stream // by path, such as /street
	conns   map[net.Conn]bool
	closed  bool
	working sync.WaitGroup
}

// mostConns are connections to one server, of those who play and of those who only ask.
const mostConns = 256

// Listen begins to answer on an address (host:port).
func Listen(address string, log *slog.Logger) (*Server, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", address)
	if err != nil {
		return nil, err
	}
	s := &Server{listener: l, log: log, streams: map[string]*Stream{}, conns: map[net.Conn]bool{}}
	s.working.Go(s.serve)
	return s, nil
}

// Address is where the server listens, with the port it got when it asked for 0.
func (s *Server) Address() string { return s.listener.Addr().String() }

func (s *Server) serve() {
	for {
		c, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // such as too many open files
			s.log.Warn("an RTSP connection cannot be taken", "error", err)
			continue
		}
		if !s.add(c) {
			_ = c.Close()
			continue
		}
		s.working.Go(func() {
			defer s.remove(c)
			newConn(s, c).serve()
		})
	}
}

func (s *Server) add(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.conns) >= mostConns {
		return false
	}
	s.conns[c] = true
	return true
}

func (s *Server) remove(c net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
	_ = c.Close()
}

// Add offers a stream under a path. It fails when there is one already.
func (s *Server) Add(path string, options Options) (*Stream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.streams[path] != nil {
		return nil, fmt.Errorf("rtsp://%s%s is taken by another node: choose another path, or put {stream} in it", s.Address(), path)
	}
	st := newStream(s, path, options)
	s.streams[path] = st
	return st, nil
}

func (s *Server) drop(st *Stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.streams, st.path)
}

// find is the stream of a path, or of one below it, as tracks have.
func (s *Server) find(path string) *Stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	path = strings.TrimSuffix(strings.TrimSuffix(path, "/"), trackPath)
	return s.streams[path]
}

// Close ends all connections.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	for c := range s.conns {
		_ = c.Close()
	}
	s.mu.Unlock()
	err := s.listener.Close()
	s.working.Wait()
	return err
}
