package graph

import (
	"context"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestFaultyStamps(t *testing.T) {
	at := func(stream string, seq uint64, ms time.Duration) nodes.Stamp {
		return nodes.Stamp{Stream: stream, Seq: seq, PTS: ms * time.Millisecond}
	}
	tests := []struct {
		name   string
		stamps []nodes.Stamp
		want   string
	}{
		{
			"seq stays",
			[]nodes.Stamp{at("a", 3, 0), at("a", 3, 40)},
			`node "video" (Video): a frame 3 at 0.040s follows a frame 3 at 0.000s: seq and PTS must rise; this is a fault of the node`,
		},
		{
			"PTS goes back",
			[]nodes.Stamp{at("a", 0, 40), at("a", 1, 39)},
			`node "video" (Video): a frame 1 at 0.039s follows a frame 0 at 0.040s: seq and PTS must rise; this is a fault of the node`,
		},
		{
			"a stream comes back",
			[]nodes.Stamp{at("a", 0, 0), at("b", 0, 0), at("a", 1, 40)},
			`node "video" (Video): stream "a" starts a second time; a source must name its streams apart`,
		},
		{"two streams and a gap are fine", []nodes.Stamp{at("a", 0, 0), at("a", 7, 280), at("b", 0, 0)}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{frames: len(tt.stamps)}
			w.answer = map[string]func(*nodes.Packet){"video": func(out *nodes.Packet) { out.Stamp = tt.stamps[out.Stamp.Seq] }}
			g := w.open(t, diamond)
			got := ""
			if err := g.Run(t.Context(), nil); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			end(t, g)
		})
	}
}

func TestTwoSources(t *testing.T) {
	const text = `
  left: {type: Video}
  right: {type: Video}
  save: {type: Save, in: {frame: left}}
  also: {type: Save, in: {frame: right}}
`
	w := &world{frames: 30}
	g := w.open(t, text)
	if err := g.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if l := end(t, g); l.Finished != 60 {
		t.Errorf("ledger: %s", l)
	}

	met := make(chan struct{})
	w = &world{frames: 3, answer: map[string]func(*nodes.Packet){
		"left":  func(out *nodes.Packet) { out.Stamp.Stream = "street" },
		"right": func(out *nodes.Packet) { out.Stamp.Stream = "street" },
	}, before: map[string]func(context.Context, nodes.Packet) error{
		"save":  func(context.Context, nodes.Packet) error { closeOnce(met); return nil },
		"right": func(context.Context, nodes.Packet) error { <-met; return nil },
	}}
	g = w.open(t, text)
	err := g.Run(t.Context(), nil)
	want := `node "right" (Video): stream "street" is the name of node "left"'s stream too; set stream: to another name on one of them`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	end(t, g)
}

func closeOnce(c chan struct{}) {
	select {
	case <-c:
	default:
		close(c)
	}
}
