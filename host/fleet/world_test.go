package fleet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

// world has a source and a sink that do next to nothing, and counts what is open.
type world struct {
	t  *testing.T
	mu sync.Mutex

	open     map[string]int // graphs, by stream
	opened   map[string]int // in all
	finished map[string]int // sinks that have completed their work
	ledgers  []graph.Ledger
	noOpen   map[string]error // what opening a stream's graph says
}

func newWorld(t *testing.T) *world {
	return &world{t: t, open: map[string]int{}, opened: map[string]int{}, finished: map[string]int{}, noOpen: map[string]error{}}
}

type sourceConfig struct {
	Frames int  `yaml:"frames" doc:"How many; 0: without end."`
	Fail   int  `yaml:"fail" doc:"The frame that is none; 0: all are."`
	Live   bool `yaml:"live" doc:"Whether it is."`
}

type source struct {
	sourceConfig
	name  string
	given int
}

func (s *source) Frames() int { return s.sourceConfig.Frames }
func (s *source) Live() bool  { return s.sourceConfig.Live }
func (s *source) Queue() int  { return 0 }

func (s *source) Process(ctx context.Context, _ nodes.Packet) (nodes.Packet, error) {
	if s.sourceConfig.Frames > 0 && s.given == s.sourceConfig.Frames {
		return nodes.Packet{}, io.EOF
	}
	select {
	case <-time.After(10 * time.Millisecond):
	case <-ctx.Done():
		return nodes.Packet{}, ctx.Err()
	}
	if s.given++; s.given == s.Fail {
		return nodes.Packet{}, errors.New("the cable is out")
	}
	out := nodes.Packet{Stamp: nodes.Stamp{Stream: s.name, Seq: uint64(s.given), PTS: time.Duration(s.given) * time.Millisecond}}
	out.Put("frame", nodes.NewFrame(2, 2, nodes.Gray8, make([]byte, 4), nil))
	return out, nil
}

func (s *source) Close() error { return nil }

type sink struct {
	world *world
	name  string
}

func (*sink) Process(context.Context, nodes.Packet) (nodes.Packet, error) { return nodes.Packet{}, nil }
func (*sink) Close() error                                                { return nil }

func (s *sink) Finish(context.Context) error {
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	s.world.finished[s.name]++
	return nil
}

func (w *world) registry() *nodes.Registry {
	frame := []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "A frame."}}
	return nodes.MustRegistry(
		nodes.Define(nodes.Info{Type: "Source", Doc: "Gives.", Out: frame}, sourceConfig{},
			func(_ context.Context, env nodes.Env, cfg sourceConfig) (nodes.Node, error) {
				return &source{sourceConfig: cfg, name: env.Stream}, nil
			}),
		nodes.Define(nodes.Info{Type: "Sink", Doc: "Takes.", In: frame}, struct{}{},
			func(_ context.Context, env nodes.Env, _ struct{}) (nodes.Node, error) {
				return &sink{world: w, name: env.Stream}, nil
			}),
	)
}

// options open the world's graphs and hold each stream to one at a time.
func (w *world) options() Options {
	return Options{
		Open: func(ctx context.Context, spec *graph.Spec) (*graph.Graph, func() error, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if err := w.noOpen[spec.Stream]; err != nil {
				return nil, nil, err
			}
			g, err := graph.Open(ctx, spec, w.registry(), nodes.Env{})
			if err != nil {
				return nil, nil, err
			}
			w.opened[spec.Stream]++
			if w.open[spec.Stream]++; w.open[spec.Stream] > 1 {
				w.t.Errorf("two graphs of stream %s are open", spec.Stream)
			}
			return g, func() error { w.shut(spec.Stream); return nil }, nil
		},
		Ended: func(_ *graph.Spec, rep graph.Report, _ error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.ledgers = append(w.ledgers, rep.Ledger)
		},
	}
}

func (w *world) shut(stream string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open[stream]--
}

func (w *world) count(of map[string]int, stream string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return of[stream]
}

// check comes when all has ended.
func (w *world) check() {
	w.t.Helper()
	for stream, n := range w.open {
		if n != 0 {
			w.t.Errorf("%d graphs of stream %s are left open", n, stream)
		}
	}
	for _, l := range w.ledgers {
		sum := l.Finished + l.InFlight
		for _, n := range l.Dropped {
			sum += n
		}
		if l.Read != sum || l.InFlight != 0 {
			w.t.Errorf("the ledger does not add up: %v", l)
		}
	}
	if n := nodes.LiveFrames(); n != 0 {
		w.t.Errorf("%d frames are live", n)
	}
}

// specs are those of a graph whose streams are given by their source's settings.
func specs(t interface{ Fatal(...any) }, streams map[string]string) []*graph.Spec {
	text := "version: 1\nnodes:\n  video: {type: Source}\n  save: {type: Sink, in: {frame: video}}\nstreams:\n"
	for name, with := range streams {
		text += fmt.Sprintf("  %s: {video: {%s}}\n", name, with)
	}
	if len(streams) == 0 {
		return nil
	}
	spec, problems := graph.Parse("graph.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return spec.PerStream()
}
