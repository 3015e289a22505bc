package tracker

import (
	"math"
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

// TestIdentitiesAreUnique: on no frame have two instances one identity, none comes
// back for another thing after a Reset, and the same input gives the same output.
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
		}
	})
}
