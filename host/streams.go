package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/host/spans"
	"github.com/maskgraph/maskgraph/nodes"
)

// streams runs the streams of graph files, and those that visitors of the page add.
type streams struct {
	files, sets []string
	registry    *nodes.Registry
	env         nodes.Env
	plugins     plugins
	kept        *resumption // nil: none
	profile     profile
	spans       *spans.Exporter
	fleet       *fleet.Fleet
	stop        <-chan struct{} // closed by the first interrupt
	talk        bool

	changing sync.Mutex    // guards the next ones: one change after another
	specs    []*graph.Spec // of the files, as they were loaded last
	bases    []*graph.Spec // the files
	added    []addition

	mu      sync.Mutex
	reports []lastReport // of streams that have ended
	errs    []error      // beside those of streams
}

// addition is a stream that was added while the graphs run.
type addition struct {
	name string
	text []byte
}

type lastReport struct {
	name string
	rep  graph.Report
}

func newStreams(files, sets []string) (*streams, error) {
	env, err := environment()
	return &streams{files: files, sets: sets, registry: registry(), env: env}, err
}

// run runs what was loaded until all streams have ended.
func (s *streams) run(ctx context.Context, stop <-chan struct{}, reload <-chan string, talk bool, page *page) error {
	s.stop, s.talk = stop, talk
	s.fleet = fleet.New(ctx, stop, fleet.Options{Open: s.open, Ended: s.ended, Changed: page.changed, Log: slog.Default()})
	page.show(s.fleet, s)
	if err := s.fleet.Apply(s.specs); err != nil {
		return err
	}
	done, reloaded := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(reloaded)
		s.reloads(ctx, reload, done)
	}()
	err := watched(s.count, talk, s.fleet.Wait)
	close(done)
	<-reloaded
	s.print()
	return errors.Join(append([]error{err}, s.errs...)...)
}

// open opens a stream's graph, for the fleet.
func (s *streams) open(ctx context.Context, spec *graph.Spec) (*graph.Graph, func() error, error) {
	letGo, err := s.plugins.serve(ctx, spec)
	if err != nil {
		return nil, nil, err
	}
	env := s.env
	env.NewFrame, env.Resumable = s.plugins.newFrame(), s.kept != nil
	env.Log = slog.Default()
	if spec.Stream != "" {
		env.Log = env.Log.With("stream", spec.Stream)
	}
	g, err := graph.Open(ctx, spec, s.registry, env)
	if err != nil {
		return nil, nil, errors.Join(err, letGo())
	}
	if err := s.kept.begin(g); err != nil {
		return nil, nil, errors.Join(err, g.Close(), letGo())
	}
	written, err := s.profile.begin(spec, g)
	if err != nil {
		return nil, nil, errors.Join(err, g.Close(), letGo())
	}
	sent := s.spans.Watch(spec.Name(), g)
	return g, func() error {
		sent()
		return errors.Join(written(), letGo())
	}, nil
}
