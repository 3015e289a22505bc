package tracker

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// settings are what a graph with this text under "with" would open a Tracker with.
func settings(t *testing.T, text string) Config {
	t.Helper()
	if text == "" {
		return defaults
	}
	cfg, problems := nodestest.Decode(Factory, "settings", text)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return *cfg.(*Config)
}

func opened(t *testing.T, with string) *node {
	t.Helper()
	cfg := settings(t, with)
	n, err := Factory.Open(t.Context(), nodestest.Env(t), &cfg)
	if err != nil {
		t.Fatal(err)
	}
	return n.(*node)
}

func packet(stream string, seq int, in *nodes.Instances) nodes.Packet {
	p := nodes.Packet{Stamp: nodes.Stamp{Stream: stream, Seq: uint64(seq), PTS: time.Duration(seq) * 100 * time.Millisecond}}
	p.Put("instances", in)
	return p
}

func process(t *testing.T, n nodes.Node, in nodes.Packet) *nodes.Instances {
	t.Helper()
	out, err := n.Process(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if out.Stamp != in.Stamp {
		t.Errorf("stamp: got %v, want %v", out.Stamp, in.Stamp)
	}
	return out.Instances("instances")
}

func picture(items ...nodes.Instance) *nodes.Instances {
	return &nodes.Instances{Width: 640, Height: 480, Items: items}
}

func tracks(in *nodes.Instances) []int {
	all := []int{}
	for _, i := range in.Items {
		all = append(all, i.Track)
	}
	return all
}

func TestProcessCopiesWhatItTracks(t *testing.T) {
	n := opened(t, "{}")
	truck := at(300, 100)
	truck.Class, truck.Label = 7, "truck"
	car := at(300, 100)
	car.Class, car.Label, car.Track = 2, "car", 99
	weak := scored(at(500, 100), 0.3)
	for seq, last := range []nodes.Instance{car, truck, car} {
		in := picture(at(100, 100), weak, last)
		before := slices.Clone(in.Items)
		out := process(t, n, packet("a", seq, in))
		if !reflect.DeepEqual(in.Items, before) {
			t.Fatal("the input was changed")
		}
		if out.Width != 640 || out.Height != 480 || !slices.Equal(tracks(out), []int{1, 2}) {
			t.Fatalf("frame %d: got %+v", seq, out)
		}
		if got := out.Items[1]; got.Label != "car" || got.Class != 2 || got.Box != last.Box {
			t.Errorf("frame %d: got %+v, want the car", seq, got)
		}
	}
}

func TestUnconfirmed(t *testing.T) {
	for with, want := range map[string][]int{"{}": {1}, "{unconfirmed: keep}": {1, 0, 0}, "{min_hits: 1}": {1, 2}} {
		n := opened(t, with)
		process(t, n, packet("a", 0, picture(at(100, 100))))
		old := scored(at(500, 100), 0.05)
		old.Track = 7
		out := process(t, n, packet("a", 1, picture(at(100, 100), at(300, 100), old)))
		if got := tracks(out); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", with, got, want)
		}
	}
}

func TestSmooth(t *testing.T) {
	n := opened(t, "{smooth: true}")
	moved := at(110, 100)
	mask := at(310, 100)
	mask.Mask = oval(mask.Box)
	process(t, n, packet("a", 0, picture(at(100, 100), at(300, 100))))
	out := process(t, n, packet("a", 1, picture(moved, mask)))
	if b := out.Items[0].Box; !(b.X1 > 80 && b.X1 < moved.Box.X1) {
		t.Errorf("box: got %+v, want one between the predicted and the found", b)
	}
	if out.Items[1].Box != mask.Box {
		t.Errorf("a mask's box: got %+v, want %+v", out.Items[1].Box, mask.Box)
	}
}

// TestSkippedFramesAreNoMisses: with max_age 0 a track outlives two misses and no
// more; frames nobody looked at do not count.
func TestSkippedFramesAreNoMisses(t *testing.T) {
	for _, skipped := range []bool{true, false} {
		n := opened(t, "{max_age: 0}")
		process(t, n, packet("a", 0, picture(at(100, 100))))
		for seq := range 4 {
			in := picture()
			in.Skipped = skipped
			if out := process(t, n, packet("a", 1+seq, in)); out.Skipped != skipped || len(out.Items) > 0 {
				t.Errorf("got %+v", out)
			}
		}
		want := []int{1}
		if !skipped {
			want = []int{}
		}
		if got := tracks(process(t, n, packet("a", 5, picture(at(102, 100))))); !slices.Equal(got, want) {
			t.Errorf("skipped %t: got %v, want %v", skipped, got, want)
		}
	}
}
