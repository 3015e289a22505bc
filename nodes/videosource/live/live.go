// Package live keeps a source of pictures going that may be lost at any moment, such
// as a camera: it notices when nothing comes any more, lets go, and tries again for
// as long as it is told to.
package live

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// Connection is one attempt to read from a source. One goroutine opens, reads and
// closes it.
type Connection interface {
	// Open returns when pictures may be read. An error may be a Lasting one.
	Open() error
	// Read waits for the next picture. io.EOF: the source is at its end, and there is
	// nothing to try again.
	Read() (Picture, error)
	// Stop makes Open and Read return soon. It is called from another goroutine, at
	// any time before Close.
	Stop()
	Close()
}

// Picture is what a connection gives.
type Picture struct {
	Frame *nodes.Frame
	At    time.Time // of capture: when it came from the camera, before decoding
}

// Lasting is an error that trying again will hardly mend, such as a wrong password.
type Lasting struct{ Err error }

func (l Lasting) Error() string { return l.Err.Error() }

// Unwrap is what has happened.
func (l Lasting) Unwrap() error { return l.Err }

// Settings say how long to wait for what.
type Settings struct {
	Connect time.Duration // for the first picture of an attempt
	Stall   time.Duration // for each other picture
	After   time.Duration // from a loss to the first attempt; doubled from one attempt to the next
	Max     time.Duration // between attempts at most; after a Lasting error at once
	Tries   int           // attempts in a row that may fail; 0: no limit
	Abandon time.Duration // for a call to return that was stopped
}

// Source keeps a connection going.
type Source struct {
	settings Settings
	what     string // for the log
	dial     func() Connection
	log      *slog.Logger
	restart  func(why error) // see nodes.Env

	pictures chan Picture
	stop     context.CancelFunc
	done     chan struct{}
	err      error // why it has ended; there when done is closed

	lost, stalled, abandoned atomic.Int64
}

// Start begins to connect, and goes on in goroutines of its own until Close. dial
// makes a connection that is not open yet; it is called for every attempt. restart
// may be nil: see nodes.Env.
func Start(what string, s Settings, dial func() Connection, log *slog.Logger, restart func(why error)) *Source {
	ctx, stop := context.WithCancel(context.Background())
	src := &Source{
		settings: s, what: what, dial: dial, log: log, restart: restart,
		pictures: make(chan Picture), stop: stop, done: make(chan struct{}),
	}
	go func() {
		defer close(src.done)
		src.err = src.run(ctx)
		log.Info("ended: "+what, nodes.State(nodes.Ended))
	}()
	return src
}

// Next waits for the next picture, however long that takes. io.EOF: the source has
// come to its end. Another error: it is given up.
func (s *Source) Next(ctx context.Context) (Picture, error) {
	select {
	case p := <-s.pictures:
		return p, nil
	case <-s.done:
		return Picture{}, s.err
	case <-ctx.Done():
		return Picture{}, ctx.Err()
	}
}

// Counters are how often something went wrong, by name.
func (s *Source) Counters() map[string]int64 {
	c := map[string]int64{"losses": s.lost.Load(), "stalls": s.stalled.Load()}
	if n := s.abandoned.Load(); n > 0 {
		c["abandoned_calls"] = n
	}
	return c
}

// Close lets go of the source.
func (s *Source) Close() {
	s.stop()
	<-s.done
}
