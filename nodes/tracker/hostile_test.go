package tracker

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestHostileInput: boxes that are none, masks of nothing or elsewhere, and a clock
// that jumps. What comes out has numbers in it, and the memory can be written down.
func TestHostileInput(t *testing.T) {
	frame := panned(0)
	defer frame.Release()
	rapid.Check(t, func(rt *rapid.T) {
		n := newNode()
		for seq := range rapid.IntRange(1, 8).Draw(rt, "frames") {
			in := nodestest.Packet(seq, nodestest.Ports{"instances": picture(drawHostile(rt)...)})
			in.Stamp.PTS = time.Duration(rapid.OneOf(rapid.Int64(), rapid.Int64Range(0, 1e9)).Draw(rt, "time"))
			if rapid.Bool().Draw(rt, "frame") {
				in.Put("frame", frame)
			}
			used := map[int]bool{}
			for _, item := range process(t, n, in).Items {
				if used[item.Track] || item.Track < 1 || item.Track > n.Follower.Born() {
					rt.Fatalf("frame %d: identity %d of %d, used before: %t", seq, item.Track, n.Follower.Born(), used[item.Track])
				}
				used[item.Track] = true
				if b := item.Box; !isBox(b) {
					rt.Fatalf("frame %d: track %d has the box %v", seq, item.Track, b)
				}
			}
			again := newNode()
			if err := again.Restore(snapshot(rt, n)); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

func isBox(b nodes.Box) bool {
	for _, v := range []float32{b.X1, b.Y1, b.X2, b.Y2} {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return false
		}
	}
	return b.X1 <= b.X2 && b.Y1 <= b.Y2
}

func drawHostile(t *rapid.T) []nodes.Instance {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	side := rapid.OneOf(
		rapid.Float32Range(-100, 500),
		rapid.SampledFrom([]float32{nan, inf, -inf, 0, 1e-30, 1e19, -1e19, math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32}),
	)
	score := rapid.OneOf(rapid.Float32Range(0, 1), rapid.SampledFrom([]float32{nan, inf, -inf, 5, -1}))
	all := drawInstances(t)
	for range rapid.IntRange(0, 6).Draw(t, "hostile") {
		in := nodes.Instance{
			Box:   nodes.Box{X1: side.Draw(t, "x1"), Y1: side.Draw(t, "y1"), X2: side.Draw(t, "x2"), Y2: side.Draw(t, "y2")},
			Score: score.Draw(t, "score"), Class: rapid.IntRange(-3, 3).Draw(t, "class"), Track: rapid.IntRange(-5, 5).Draw(t, "track"),
		}
		switch rapid.IntRange(0, 3).Draw(t, "mask") {
		case 0:
			in.Mask = &nodes.Mask{}
		case 1:
			in.Mask = oval(nodes.Box{X1: 9000, Y1: -40, X2: 9004, Y2: -20})
		}
		all = append(all, in)
	}
	return all
}

// TestManyOfOnePlace: a thousand boxes of one place are a thousand things, and a
// thousand masks of one place are one.
func TestManyOfOnePlace(t *testing.T) {
	for _, tt := range []struct {
		name string
		item nodes.Instance
		born int
	}{
		{"boxes", at(100, 100), 1000},
		{"masks", masked(at(100, 100), func(x, y float64) bool { return x*x+y*y <= 1 }), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := make([]nodes.Instance, 1000)
			for i := range all {
				all[i] = tt.item
			}
			f := NewFollower(defaults)
			for i := range 4 {
				f.Update(time.Duration(i)*100*time.Millisecond, all, nil)
			}
			if f.Born() != tt.born || f.Live() != tt.born {
				t.Errorf("got %d tracks, %d alive, want %d", f.Born(), f.Live(), tt.born)
			}
		})
	}
}

// TestClocksStartAnywhere: a video whose first frame has a stamp of an hour is like
// one whose first frame has 0, to the last bit of memory.
func TestClocksStartAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Duration(rapid.Int64Range(-1e12, 1e13).Draw(t, "start"))
		f, late := NewFollower(defaults), NewFollower(defaults)
		now := time.Duration(0)
		for range rapid.IntRange(1, 10).Draw(t, "frames") {
			found := drawInstances(t)
			f.Update(now, found, nil)
			late.Update(start+now, found, nil)
			now += time.Duration(rapid.IntRange(0, 20).Draw(t, "step")) * 50 * time.Millisecond
		}
		late.state.Last = f.state.Last
		if want, got := written(t, f), written(t, late); want != got {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}

func written(t *rapid.T, f *Follower) string {
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
