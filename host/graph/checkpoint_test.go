package graph

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

const threeNodes = `
  video: {type: Video}
  find: {type: Find, in: {frame: video}}
  save: {type: Save, in: {frame: video, boxes: find}}
`

// newDisk is one of nodes of which some cannot tell their state.
func newDisk(frames int, silent ...string) *disk {
	d := &disk{frames: frames, length: 10_000, lines: map[string][]string{}, silent: map[string]bool{}}
	for _, name := range silent {
		d.silent[name] = true
	}
	return d
}

// open opens three nodes, and closes them with the test.
func (d *disk) open(t *testing.T, more ...string) *Graph {
	t.Helper()
	spec, _ := Parse("graph.yaml", []byte("version: 1\nnodes:\n"+threeNodes+strings.Join(more, "")))
	g, err := Open(t.Context(), spec, d.registry(), nodes.Env{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

func TestSilentNodes(t *testing.T) {
	state := []byte(`{"Seen": 5}`)
	cut := Cut{Source: "video", Stamp: nodes.Stamp{Stream: "video0", Seq: 4, PTS: 4}, Nodes: map[string][]byte{"video": state, "save": state}}
	g := newDisk(9, "find").open(t)
	silent, err := g.Restore(Checkpoint{[]Cut{cut}})
	if err != nil || !slices.Equal(silent, []string{"find"}) {
		t.Error(silent, err)
	}
}

// TestRestoreRefuses what no run of the graph can have left.
func TestRestoreRefuses(t *testing.T) {
	all := map[string][]byte{"video": []byte("{}"), "find": []byte("{}"), "save": []byte("{}")}
	for _, tc := range []struct {
		name   string
		silent string
		cut    Cut
		want   string
	}{
		{"no such source", "", Cut{Source: "film", Nodes: all}, `the checkpoint has a source "film", the graph has none`},
		{"no source", "", Cut{Source: "find", Nodes: all}, `the checkpoint has a source "find", the graph has none`},
		{"a node that tells nothing", "save", Cut{Source: "video", Nodes: all}, `node "save" (Save): a Save cannot go on from a snapshot`},
		{"a broken snapshot", "", Cut{Source: "video", Nodes: map[string][]byte{"find": []byte("{"), "save": []byte("{}")}}, `node "find" (Find): unexpected end of JSON input`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := newDisk(9, tc.silent).open(t)
			if _, err := g.Restore(Checkpoint{[]Cut{tc.cut}}); err == nil || err.Error() != tc.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestOtherVideo: a source that has to give everything again, and has less now, is
// found out.
func TestOtherVideo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var last Checkpoint
		d := newDisk(50, "find")
		g := d.open(t)
		g.KeepCheckpoints(time.Millisecond, func(c Checkpoint) { last = c })
		if err := g.Run(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		d.frames = int(last.Cuts[0].Stamp.Seq)
		g = d.open(t)
		if _, err := g.Restore(last); err != nil {
			t.Fatal(err)
		}
		err := g.Run(t.Context(), nil)
		if err == nil || !strings.HasPrefix(err.Error(), `node "video" (Video): it ended before video0 frame `) ||
			!strings.HasSuffix(err.Error(), ", which it gave in the run that was broken off: it reads something else now") {
			t.Errorf("got %v", err)
		}
	})
}

func TestLedgerText(t *testing.T) {
	l := Ledger{Read: 9, Finished: 8, Resumed: 5, Dropped: map[string]int64{"poison": 1}}
	if got, want := l.String(), "9 read = 8 finished (5 before it was resumed) + 1 dropped (1 poison) + 0 in flight"; got != want {
		t.Errorf("got %s", got)
	}
}
