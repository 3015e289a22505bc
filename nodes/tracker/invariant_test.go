package tracker

import (
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestIrregularTime(t *testing.T) {
	walk := func(s float64) []nodes.Instance { return []nodes.Instance{at(100+120*s, 200), at(700-120*s, 260)} }
	times := []float64{0, 0.033, 0.066, 0.4, 0.433, 0.433, 0.433, 1.2, 1.21, 1.9, 2.5, 2.4, 2.53}
	for i, row := range ids(NewFollower(defaults), times, walk) {
		if !slices.Equal(row, []int{1, 2}) {
			t.Errorf("at %gs: got %v, want [1 2]", times[i], row)
		}
	}
}

func TestStreamsStartAfresh(t *testing.T) {
	n := opened(t, "{}")
	for i, stream := range []string{"a", "a", "b", "b", "a"} {
		want := []int{1 + []int{0, 0, 1, 1, 2}[i]}
		if got := tracks(process(t, n, packet(stream, i%2, picture(at(100, 100))))); !slices.Equal(got, want) {
			t.Errorf("packet %d of stream %s: got %v, want %v", i, stream, got, want)
		}
	}
	if live := n.Follower.Live(); live != 1 {
		t.Errorf("got %d tracks in memory, want those of the last stream: 1", live)
	}
}

// TestStreamsAlone: two videos one after the other in one node, and two nodes whose
// videos are shown in turns, say what a node says that sees the video alone.
func TestStreamsAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		videos := map[string][]*nodes.Instances{}
		for _, name := range []string{"a", "b"} {
			for range rapid.IntRange(1, 12).Draw(rt, "frames") {
				videos[name] = append(videos[name], picture(drawInstances(rt)...))
			}
		}
		alone, turns := map[string][][]int{}, map[string][][]int{}
		both := newNode()
		for _, name := range []string{"a", "b"} {
			n, before := newNode(), both.Follower.Born()
			for seq, in := range videos[name] {
				want := tracks(process(t, n, packet(name, seq, in)))
				alone[name] = append(alone[name], want)
				for i, id := range tracks(process(t, both, packet(name, seq, in))) {
					if id != want[i]+before {
						rt.Fatalf("%s, frame %d: got %d after %d of another video, want %d", name, seq, id, before, want[i])
					}
				}
			}
		}
		a, b := newNode(), newNode()
		for seq := range 12 {
			for name, n := range map[string]*node{"a": a, "b": b} {
				if seq < len(videos[name]) {
					turns[name] = append(turns[name], tracks(process(t, n, packet(name, seq, videos[name][seq]))))
				}
			}
		}
		if !reflect.DeepEqual(turns, alone) {
			rt.Fatalf("got %v in turns, want %v", turns, alone)
		}
	})
}

func TestWhatNoTrackCanHold(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	odd := []nodes.Instance{
		{Score: 1},
		{Score: 1, Box: nodes.Box{X1: 5, Y1: 5, X2: 1, Y2: 1}},
		{Score: 1, Box: nodes.Box{X1: nan, Y1: nan, X2: nan, Y2: nan}},
		{Score: 1, Box: nodes.Box{X2: inf, Y2: 9}},
		{Score: 1, Box: nodes.Box{X1: -inf, X2: 1, Y2: 1}},
		{Score: 1, Box: nodes.Box{X2: math.MaxFloat32, Y2: math.MaxFloat32}},
		scored(at(50, 50), nan),
	}
	f := NewFollower(with(func(c *Config) { c.MinHits = 1 }))
	for _, row := range ids(f, every(0.1, 0, 0.5), func(float64) []nodes.Instance { return append(odd, scored(at(9, 9), inf)) }) {
		if want := []int{0, 0, 0, 0, 0, 0, 0, 1}; !slices.Equal(row, want) {
			t.Errorf("got %v, want %v", row, want)
		}
	}
}

// TestIdentitiesAreUnique: on no frame have two instances one identity, none is left
// out or comes back for another thing after a Reset, and the same input gives the same
// output.
func TestIdentitiesAreUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, again := NewFollower(defaults), NewFollower(defaults)
		old := 0
		now := time.Duration(0)
		for range rapid.IntRange(1, 30).Draw(t, "frames") {
			now += time.Duration(rapid.IntRange(-1, 5).Draw(t, "step")) * 100 * time.Millisecond
			if rapid.IntRange(0, 9).Draw(t, "reset") == 0 {
				old = f.Born()
				f.Reset()
				again.Reset()
			}
			found := drawInstances(t)
			born := f.Born()
			got := slices.Clone(f.Update(now, found, nil))
			if !slices.Equal(got, again.Update(now, found, nil)) {
				t.Fatal("the same input gave another output")
			}
			used := map[int]bool{}
			for _, s := range got {
				if s.Track > 0 && (used[s.Track] || s.Track <= old || s.Track > f.Born()) {
					t.Fatalf("identity %d of %d is used twice", s.Track, f.Born())
				}
				used[s.Track] = true
			}
			for id := born + 1; id <= f.Born(); id++ {
				if !used[id] {
					t.Fatalf("identity %d was given to nothing", id)
				}
			}
		}
	})
}
