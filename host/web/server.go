package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/nodes"
)

// Painter draws what was found on a frame, which it does not change, and gives a
// JPEG. found may be nil. It is called by one goroutine at a time.
type Painter func(frame *nodes.Frame, found *nodes.Instances) ([]byte, error)

// Options say where and for whom a Server works.
type Options struct {
	Address  string         // host:port
	Token    string         // what a visitor must know; empty: nothing
	Insecure bool           // without a token other machines may look too
	Program  string         // name and version, for the page
	Painter  func() Painter // makes one for each node that is watched
	Log      *slog.Logger   // nil: slog.Default when Listen is called
}

// The states of what a Server shows.
const (
	stateStarting = "starting" // the graph is not open yet
	stateRunning  = "running"
	stateEnded    = "ended"
	stateFailed   = "failed"
)

// Server serves the page and its numbers.
type Server struct {
	options  Options
	address  string // as it is listened on
	http     *http.Server
	journal  *journal
	history  history
	previews *previews
	began    time.Time
	working  sync.WaitGroup
	sampling chan struct{} // closed when no more samples are wanted

	mu      sync.Mutex
	state   string
	failure string
	fleet   *fleet.Fleet // nil until Show
	control Control
}

// Control changes what runs, for visitors.
type Control interface {
	// AddStream adds the stream that a request describes, in JSON or YAML (see
	// graph.Spec.Added). Problems say what is wrong with it.
	AddStream(ctx context.Context, text []byte) (name string, problems []nodes.Problem, err error)
	// RemoveStream drains a stream; ok: there was one of that name.
	RemoveStream(name string) (ok bool)
}

// Listen takes the port and answers on it from now on. An address that other
// machines reach needs a token, unless the options say insecure. Close the server.
func Listen(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", o.Address)
	if err != nil {
		return nil, fmt.Errorf("http: %w", err)
	}
	s := &Server{
		options: o, address: l.Addr().String(), state: stateStarting, began: time.Now(),
		journal: newJournal(), sampling: make(chan struct{}),
	}
	s.previews = &previews{server: s, open: map[watched]*preview{}}
	s.http = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
	}
	s.working.Go(func() {
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			o.Log.Error("the page is gone", "error", err)
		}
	})
	return s, nil
}

// URL is where the page is.
func (s *Server) URL() string { return "http://" + s.address + "/" }

// Show shows a fleet, which is about to get its streams. control may be nil: then
// visitors change nothing.
func (s *Server) Show(f *fleet.Fleet, control Control) {
	s.mu.Lock()
	s.fleet, s.control = f, control
	s.mu.Unlock()
	s.working.Go(s.sample)
}

// Changed is for fleet.Options.
func (s *Server) Changed(of *fleet.Stream) {
	st := streamOf(of)
	s.journal.publish("stream", of.Name(), true, st)
	if _, g := of.Graph(); g != nil && (st.State == fleet.Ended || st.State == fleet.Failed) {
		s.journal.publish("report", of.Name(), true, s.report(of.Name(), g))
	}
	s.mu.Lock()
	first := s.state == stateStarting && st.State == fleet.Running
	if first {
		s.state = stateRunning
	}
	s.mu.Unlock()
	if first {
		s.journal.publish("state", "", true, s.status())
	}
}

// Close tells the pages how the run has ended, nil: well, and ends everything. It
// comes before the memory of the graph's frames goes.
func (s *Server) Close(run error) error {
	close(s.sampling)
	s.mu.Lock()
	s.state = stateEnded
	if run != nil {
		s.state, s.failure = stateFailed, nodes.Redact(run.Error())
	}
	s.mu.Unlock()
	s.journal.publish("state", "", true, s.status())
	s.journal.close()
	s.previews.close()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = s.http.Close()
	}
	s.working.Wait()
	return err
}

type statusJSON struct {
	State string `json:"state"`
	Error string `json:"error,omitempty"`
}

func (s *Server) status() statusJSON {
	s.mu.Lock()
	defer s.mu.Unlock()
	return statusJSON{s.state, s.failure}
}
