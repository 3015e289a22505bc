package spans

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

// node answers with what comes in, or makes frames, and drops or fails where it is told to.
type node struct {
	name       string
	ports      []nodes.Port
	frames     int
	drop, fail int
	n          int
	live       bool
}

func (s *node) Frames() int { return s.frames }
func (s *node) Live() bool  { return s.live }
func (s *node) Queue() int  { return 0 }

func (s *node) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	s.n++
	switch {
	case len(s.ports) > 0 && s.n > s.frames:
		return nodes.Packet{}, io.EOF
	case s.n == s.drop:
		return nodes.Packet{}, &nodes.Drop{Reason: "poison", Err: errors.New("bad")}
	case s.n == s.fail:
		return nodes.Packet{}, errors.New("broken")
	}
	out := nodes.Packet{Stamp: nodes.Stamp{Stream: "cam", Seq: uint64(s.n), PTS: time.Duration(s.n) * time.Second}}
	if len(s.ports) > 0 {
		out.Put("frame", nodes.NewFrame(2, 2, nodes.Gray8, make([]byte, 4), nil))
	} else if in.Frame("pass") != nil {
		out.Put("frame", in.Frame("pass").Retain())
	}
	return out, nil
}

func (*node) Close() error { return nil }

// run runs source → pass → save with spans.
func run(t *testing.T, source, pass node) error {
	t.Helper()
	frame := []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "A frame."}}
	in := []nodes.Port{{Name: "pass", Type: nodes.TypeFrame, Doc: "A frame."}}
	source.ports = frame
	give := func(n node) func(context.Context, nodes.Env, struct{}) (nodes.Node, error) {
		return func(context.Context, nodes.Env, struct{}) (nodes.Node, error) { return &n, nil }
	}
	reg := nodes.MustRegistry(
		nodes.Define(nodes.Info{Type: "Source", Doc: "Gives.", Out: frame}, struct{}{}, give(source)),
		nodes.Define(nodes.Info{Type: "Pass", Doc: "Passes.", In: in, Out: frame}, struct{}{}, give(pass)),
		nodes.Define(nodes.Info{Type: "Save", Doc: "Takes.", In: frame}, struct{}{}, give(node{})),
	)
	spec, problems := graph.Parse("g.yaml", []byte("version: 1\nnodes:\n  video: {type: Source}\n  pass: {type: Pass, in: {pass: video}}\n  save: {type: Save, in: {frame: pass}}\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	g, err := graph.Open(t.Context(), spec, reg, nodes.Env{})
	if err != nil {
		t.Fatal(err)
	}
	e, err := Start(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	end := e.Watch("front", g)
	failed := g.Run(t.Context(), nil)
	if err := g.Close(); err != nil {
		t.Error(err)
	}
	end()
	if err := e.Close(t.Context()); err != nil {
		t.Error(err)
	}
	return failed
}
