package graph

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestOrder: readers open first and close last, Finish goes with the flow.
func TestOrder(t *testing.T) {
	w := &world{frames: 1}
	g := w.open(t, `
  save: {type: Save, in: {frame: video, boxes: people}}
  people: {type: Find, in: {frame: video}}
  video: {type: Video}
`)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	end(t, g)
	end(t, g) // closing twice is harmless
	want := "open save, open people, open video, finish video, finish people, finish save, close video, close people, close save"
	if got := strings.Join(w.events, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestOpenFails(t *testing.T) {
	w := &world{noOpen: map[string]error{"people": errBroken}}
	spec, _ := Parse("graph.yaml", []byte("version: 1\nnodes:"+diamond))
	_, err := Open(t.Context(), spec, w.registry(), nodes.Env{})
	if want := `node "people" (Find): broken`; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	want := "open also, open save, open tracks, open masks, open people, close masks, close tracks, close save, close also"
	if got := strings.Join(w.events, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestOpenRefusesProblems(t *testing.T) {
	spec, _ := Parse("graph.yaml", []byte("version: 1\nnodes:\n  a: {type: Nope}\n  b: {type: Find}\n"))
	_, err := Open(t.Context(), spec, (&world{}).registry(), nodes.Env{})
	want := `graph.yaml:3:13: nodes.a.type: unknown type "Nope" (have Video, Find, Cut, Follow, Save)
graph.yaml:4:3: nodes.b.in.frame: nothing is connected; want frame`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestOpenCancelled(t *testing.T) {
	spec, _ := Parse("graph.yaml", []byte("version: 1\nnodes:"+diamond))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := &world{}
	if _, err := Open(ctx, spec, w.registry(), nodes.Env{}); !errors.Is(err, context.Canceled) || len(w.events) > 0 {
		t.Errorf("got %v, %v", err, w.events)
	}
}

func TestCloseFails(t *testing.T) {
	w := &world{frames: 1, closed: map[string]error{"people": errBroken, "save": errBroken}}
	g := w.open(t, diamond)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	err := g.Close()
	if want := "node \"people\" (Find), close: broken\nnode \"save\" (Save), close: broken"; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	end(t, g)
}
