// Package fleet runs graphs side by side, one for each stream, and changes which ones
// while they run.
//
//	f := New(ctx, stop, options)
//	f.Apply(specs)   what is to run from now on; the difference is opened and drained
//	f.Wait()         all have ended
//
// Each stream has a graph and goroutines of its own. That one fails is no business of
// the others: it is told, counted and, when it is live, opened again.
package fleet

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"

	"github.com/maskgraph/maskgraph/host/graph"
)

// Options are what a Fleet needs to know of the program around it.
type Options struct {
	// Open opens a stream's graph. close, which is called after the graph's own Close,
	// lets go of what was opened with it.
	Open func(ctx context.Context, spec *graph.Spec) (g *graph.Graph, close func() error, err error)
	// Changed hears of every change of a stream's state. It may be nil.
	Changed func(*Stream)
	// Ended gets the account of every graph that has run, when it is closed. It may be
	// nil.
	Ended func(spec *graph.Spec, rep graph.Report, err error)
	Log   *slog.Logger // nil: none
}

// Fleet is a set of streams. Its methods may be called by several goroutines at once.
type Fleet struct {
	options Options
	ctx     context.Context
	stop    <-chan struct{}

	mu      sync.Mutex
	streams []*Stream     // in the order they came
	left    int           // goroutines of streams
	over    chan struct{} // closed when there are none
}

// What Add and Apply may say.
var (
	ErrOver  = errors.New("the run ends: it takes no streams any more")
	ErrTaken = errors.New("there is a stream of that name already")
)

// New makes a fleet without streams. When stop, which may be nil, is closed, all
// sources end and the rest is worked off; cancelling ctx ends everything now.
func New(ctx context.Context, stop <-chan struct{}, o Options) *Fleet {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Fleet{options: o, ctx: ctx, stop: stop, over: make(chan struct{})}
}

// Apply makes the streams be these, by their names: those that mean the same go on
// untouched, changed ones are drained and opened anew, new ones are opened, those that
// are not named are drained. The specs are checked and have no Streams. It does not
// wait for any of this.
func (f *Fleet) Apply(specs []*graph.Spec) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ending() {
		return ErrOver
	}
	for _, spec := range specs { // first, so that the run does not end in between
		f.put(spec)
	}
	for _, s := range slices.Clone(f.streams) {
		if !slices.ContainsFunc(specs, func(spec *graph.Spec) bool { return spec.Name() == s.name }) {
			f.remove(s)
		}
	}
	return nil
}

// Add opens one more stream.
func (f *Fleet) Add(spec *graph.Spec) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ending() {
		return ErrOver
	}
	if s := f.find(spec.Name()); s != nil && !s.gone {
		return ErrTaken
	}
	f.put(spec)
	return nil
}

// Remove drains a stream; ok: there was one of that name.
func (f *Fleet) Remove(name string) (ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.find(name)
	if s == nil || s.gone {
		return false
	}
	f.remove(s)
	return true
}

// Streams is all there are, in the order they came, ended ones too.
func (f *Fleet) Streams() []*Stream {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.streams)
}

// Stream is the one of that name; the first one for no name; nil when there is none.
func (f *Fleet) Stream(name string) *Stream {
	f.mu.Lock()
	defer f.mu.Unlock()
	if name == "" && len(f.streams) > 0 {
		return f.streams[0]
	}
	return f.find(name)
}

// Wait waits until all streams have ended, and says what is wrong with those that
// failed.
func (f *Fleet) Wait() error {
	f.mu.Lock()
	if f.left == 0 && !f.ending() { // there never was one
		close(f.over)
	}
	f.mu.Unlock()
	<-f.over
	if f.ctx.Err() != nil {
		return context.Cause(f.ctx)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var errs []error
	for _, s := range f.streams {
		if s.state == Failed {
			errs = append(errs, s.named(s.err))
		}
	}
	return errors.Join(errs...)
}
