package samprompter

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// turns are the numbers of the frames that are key-frames by their turn, when so many
// frames after each are seen before masks are carried to it. With resumed, what lies before
// a frame is forgotten at each.
func turns(every, ahead int, resumed bool, clear []float64) (numbers []int) {
	n := &node{cfg: defaults}
	n.cfg.Keyframe.Every = every
	c := &n.carrier
	stamp := nodes.Stamp{Stream: "s"}
	var all []*view
	for i, v := range clear {
		stamp.Seq = uint64(i)
		all = append(all, &view{stamp: stamp, number: i + 1, clear: v, last: i == len(clear)-1})
	}
	for i, v := range all {
		hand := max(0, i-min(every, ahead))
		end := min(len(all), hand+min(every, ahead)+ahead+1)
		c.most = max(c.most, end-hand)
		if resumed {
			hand = i
		}
		c.views, c.stepped = all[hand:end], i-hand
		if n.regular(v) {
			numbers = append(numbers, v.number)
			c.key.Stamp, c.key.Turned = v.stamp, v.number
		}
	}
	return numbers
}

func TestTurns(t *testing.T) {
	flat := make([]float64, 32)
	with := func(clear map[int]float64) []float64 {
		all := slices.Clone(flat)
		for number, v := range clear {
			all[number-1] = v
		}
		return all
	}
	for _, tt := range []struct {
		name  string
		ahead int
		clear []float64
		want  []int
	}{
		{"all frames are alike", 22, flat, []int{1, 11, 21, 31}},
		{"a clear one before", 22, with(map[int]float64{9: 1}), []int{1, 9, 21, 31}},
		{"a clear one behind", 22, with(map[int]float64{13: 1}), []int{1, 13, 21, 31}},
		{"too far away", 22, with(map[int]float64{14: 1, 8: 1}), []int{1, 11, 21, 31}},
		{"a little better is not enough", 22, with(map[int]float64{9: 0.19, 12: 0.1}), []int{1, 11, 21, 31}},
		{"equally good: the earlier one", 22, with(map[int]float64{10: 1, 12: 1}), []int{1, 10, 21, 31}},
		{"all turns have something better", 22, with(map[int]float64{2: 1, 12: 1, 19: 1, 32: 1}), []int{1, 12, 19, 32}},
		{"nobody shows frames before their turns", 0, with(map[int]float64{9: 1, 12: 1, 20: 1}), []int{1, 11, 21, 31}},
		{"hardly any is seen", 2, with(map[int]float64{9: 1, 23: 1}), []int{1, 9, 23, 31}},
		{"the end is before the turn", 22, with(map[int]float64{})[:29], []int{1, 11, 21, 29}},
		{"the end is far from the turn before", 22, flat[:27], []int{1, 11, 21, 27}},
		{"the end is close to the turn before", 22, flat[:25], []int{1, 11, 21}},
		{"one frame", 22, flat[:1], []int{1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := turns(10, tt.ahead, false, tt.clear); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestTurnsOfAnything: whatever is on the frames and however far is seen, key-frames are
// close to their turns, and a run that is gone on with has the same if enough is seen. The
// end of a stream is known when its second frame is in hand.
func TestTurnsOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		every := rapid.IntRange(1, 40).Draw(t, "every")
		ahead := rapid.IntRange(0, 3*every).Draw(t, "ahead")
		clear := rapid.SliceOfN(rapid.Float64Range(0, 5), 1, 200).Draw(t, "clear")
		got := turns(every, ahead, false, clear)
		n := &node{cfg: Config{Keyframe: Keyframe{Every: every}}}
		for i, number := range got {
			if away := number - (i*every + 1); max(away, -away) > n.leeway() && number != len(clear) {
				t.Fatalf("turn %d of %v is %d frames away", i, got, away)
			}
		}
		if most := (len(clear)-1-n.leeway())/every + 1; len(got) < most {
			t.Fatalf("%d key-frames, want at least %d: %v", len(got), most, got)
		}
		if again := turns(every, ahead, true, clear); ahead >= 2*n.leeway() && len(clear) > min(every, ahead)+1 && !slices.Equal(got, again) {
			t.Fatalf("got %v when it is gone on with, want %v", again, got)
		}
	})
}

func TestClarity(t *testing.T) {
	box := func(x1, y1, x2, y2 float32) nodes.Instance {
		return nodes.Instance{Box: nodes.Box{X1: x1, Y1: y1, X2: x2, Y2: y2}}
	}
	for _, tt := range []struct {
		name  string
		boxes []nodes.Instance
		want  float64
	}{
		{"nothing", nil, 0},
		{"one", []nodes.Instance{box(0, 0, 10, 10)}, 1},
		{"two apart", []nodes.Instance{box(0, 0, 10, 10), box(20, 0, 30, 10)}, 2},
		{"two by half", []nodes.Instance{box(0, 0, 10, 10), box(5, 0, 15, 10)}, 1},
		{"a small one on a large one", []nodes.Instance{box(0, 0, 10, 10), box(0, 0, 5, 2)}, 0.9},
		{"three in one place", []nodes.Instance{box(0, 0, 10, 10), box(0, 0, 10, 10), box(0, 0, 10, 10)}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := clarity(&nodes.Instances{Items: tt.boxes}); max(got-tt.want, tt.want-got) > 1e-6 {
				t.Errorf("got %g, want %g", got, tt.want)
			}
		})
	}
	if got := clarity(&nodes.Instances{Skipped: true}); got != 0 {
		t.Errorf("nobody has looked: got %g, want 0", got)
	}
}
