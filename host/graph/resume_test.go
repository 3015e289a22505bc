package graph

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// run runs a graph from a checkpoint to its end, or until it dies.
func (d *disk) run(t testing.TB, text string, from Checkpoint) (saved []Checkpoint, l Ledger, died bool) {
	spec, _ := Parse("graph.yaml", []byte("version: 1\nnodes:\n"+text))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	d.die = cancel
	g, err := Open(ctx, spec, d.registry(), nodes.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Restore(from); err != nil {
		t.Fatal(err)
	}
	saved = []Checkpoint{from}
	if !g.KeepCheckpoints(time.Millisecond, func(c Checkpoint) { saved = append(saved, c) }) {
		t.Fatal("a graph of files has no checkpoints")
	}
	err = g.Run(ctx, nil)
	if err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	return saved, g.Report().Ledger, err != nil
}

// death is the end of a run, and where the next one goes on.
type death struct {
	at   string
	nth  int // packet of that node
	from int // of the checkpoints that were saved, modulo their number
}

// story is a run that dies several times.
type story struct {
	graph          string
	frames, length int
	silent         map[string]bool
	deaths         []death
}

func drawStory(t *rapid.T) story {
	text, names := randomGraph(t)
	text += "  last: {type: Save, in: {frame: video}}\n"
	if rapid.Bool().Draw(t, "two sources") {
		text += "  other: {type: Video}\n  log: {type: Save, in: {frame: other}}\n"
		names = append(names, "other", "log")
	}
	s := story{graph: text, silent: map[string]bool{}}
	s.frames, s.length = rapid.IntRange(0, 40).Draw(t, "frames"), rapid.IntRange(1, 20).Draw(t, "stream")
	for _, name := range names {
		s.silent[name] = rapid.IntRange(0, 5).Draw(t, "silent") == 0
	}
	for range rapid.IntRange(1, 4).Draw(t, "deaths") {
		s.deaths = append(s.deaths, death{
			at:   rapid.SampledFrom(names).Draw(t, "at"),
			nth:  rapid.IntRange(0, 40).Draw(t, "nth"),
			from: rapid.IntRange(0, 1000).Draw(t, "from"),
		})
	}
	return s
}

// tell lives the story, once as it is and once without deaths.
func (s story) tell(t testing.TB) (want, got map[string][]string, wantLedger, gotLedger Ledger) {
	calm := &disk{frames: s.frames, length: s.length, lines: map[string][]string{}}
	_, wantLedger, _ = calm.run(t, s.graph, Checkpoint{})
	d := &disk{frames: s.frames, length: s.length, lines: map[string][]string{}, silent: s.silent}
	var from Checkpoint
	for _, end := range s.deaths {
		d.doomed, d.at = end.at, end.nth
		saved, _, died := d.run(t, s.graph, from)
		if died {
			from = saved[end.from%len(saved)]
		}
	}
	d.doomed = ""
	_, gotLedger, _ = d.run(t, s.graph, from)
	return calm.lines, d.lines, wantLedger, gotLedger
}

// TestKilledAnywhere: random graphs, some of whose nodes cannot tell their state, die
// at any packet of any node and go on from any checkpoint that they had saved until
// then, again and again. In the end their sinks have written what those of an
// undisturbed run have, and every frame is counted once.
func TestKilledAnywhere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawStory(rt)
		var want, got map[string][]string
		var wantLedger, gotLedger Ledger
		synctest.Test(t, func(t *testing.T) { want, got, wantLedger, gotLedger = s.tell(t) })
		if gotLedger.Resumed = 0; !cmp.Equal(wantLedger, gotLedger) {
			rt.Errorf("ledger: %s, want %s", gotLedger, wantLedger)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			rt.Errorf("in this graph:%s(-undisturbed +resumed):\n%s", s.graph, diff)
		}
	})
}
