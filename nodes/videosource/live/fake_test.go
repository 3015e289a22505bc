package live

import (
	"errors"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// fake is a connection that gives some pictures, 100 ms apart, and then fails.
type fake struct {
	openErr  error
	pictures int
	then     error         // after the pictures; nil: silence
	deaf     bool          // it does not return when it is stopped
	stopped  chan struct{} // by Stop
	wake     chan struct{} // ends the deaf one, for the test's end
}

func (f *fake) Open() error {
	if f.openErr == nil && f.pictures == 0 && f.then == nil {
		return f.silence()
	}
	return f.openErr
}

func (f *fake) Read() (Picture, error) {
	if f.pictures == 0 {
		if f.then != nil {
			return Picture{}, f.then
		}
		return Picture{}, f.silence()
	}
	f.pictures--
	select {
	case <-time.After(100 * time.Millisecond):
		return Picture{Frame: nodes.NewFrame(2, 2, nodes.Gray8, make([]byte, 4), nil), At: time.Now()}, nil
	case <-f.stopped:
		return Picture{}, errors.New("stopped")
	}
}

func (f *fake) silence() error {
	if f.deaf {
		<-f.wake
		return errors.New("woken")
	}
	<-f.stopped
	return errors.New("stopped")
}

func (f *fake) Stop()  { close(f.stopped) }
func (f *fake) Close() {}

var (
	errCut      = errors.New("cut")
	errPassword = Lasting{errors.New("wrong password")}
	usual       = Settings{Connect: 10 * time.Second, Stall: 3 * time.Second, After: 500 * time.Millisecond, Max: 30 * time.Second, Abandon: 5 * time.Second}
)

// script dials one connection after another; the last one goes on for ever.
type script struct {
	fakes []*fake
	times []time.Duration // of each attempt
	began time.Time
	wake  chan struct{}
}

func (s *script) dial() Connection {
	s.times = append(s.times, time.Since(s.began))
	f := &fake{pictures: 1 << 30}
	if n := len(s.times); n <= len(s.fakes) {
		f = s.fakes[n-1]
	}
	f.stopped, f.wake = make(chan struct{}), s.wake
	return f
}
