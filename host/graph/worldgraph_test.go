package graph

import (
	"context"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func (w *world) registry() *nodes.Registry {
	frame, boxes, masks := port("frame", nodes.TypeFrame), port("boxes", nodes.TypeBoxes), port("masks", nodes.TypeMasks)
	return nodes.MustRegistry(
		w.kind("Video", nil, ports{frame}),
		w.kind("Find", ports{frame}, ports{boxes}),
		w.kind("Cut", ports{frame, boxes}, ports{masks}),
		w.kind("Follow", ports{boxes}, ports{sameAs(boxes, "boxes")}),
		w.kind("Save", ports{frame, optional(boxes)}, nil),
	)
}

func (w *world) kind(typ string, in, out ports) nodes.Factory {
	return nodes.Define(nodes.Info{Type: typ, Doc: "A fake.", In: in, Out: out}, noConfig{},
		func(_ context.Context, env nodes.Env, _ noConfig) (nodes.Node, error) {
			w.note("open %s", env.Name)
			if err := w.noOpen[env.Name]; err != nil {
				return nil, err
			}
			n := &worldNode{world: w, name: env.Name, out: out}
			if in == nil {
				return worldSource{n}, nil
			}
			if slices.Contains(w.looks, env.Name) {
				return worldLooker{n}, nil
			}
			return n, nil
		})
}

// open opens a graph of the world.
func (w *world) open(t testing.TB, text string) *Graph {
	t.Helper()
	spec, problems := Parse("graph.yaml", []byte("version: 1\nnodes:\n"+text))
	if spec == nil {
		t.Fatal(problems)
	}
	g, err := Open(t.Context(), spec, w.registry(), nodes.Env{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// end closes a graph and says what must be true of every run, however it ended.
func end(t testing.TB, g *Graph) Ledger {
	t.Helper()
	if err := g.Close(); err != nil {
		t.Error(err)
	}
	if n := nodes.LiveFrames(); n != 0 {
		t.Errorf("%d frames were not released", n)
	}
	l := g.Report().Ledger
	balance(t, l)
	if l.InFlight != 0 {
		t.Errorf("%d frames are in flight after the run", l.InFlight)
	}
	return l
}

func balance(t testing.TB, l Ledger) {
	t.Helper()
	sum := l.Finished + l.InFlight
	for _, n := range l.Dropped {
		sum += n
	}
	if l.Read != sum {
		t.Errorf("the ledger does not add up: %s", l)
	}
}

// diamond has frames that bypass one, two and three nodes.
const diamond = `
  video: {type: Video}
  people: {type: Find, in: {frame: video}}
  masks: {type: Cut, in: {frame: video, boxes: people}}
  tracks: {type: Follow, in: {boxes: masks}}
  save: {type: Save, in: {frame: video, boxes: tracks}}
  also: {type: Save, in: {frame: video}}
`
