package samprompter

import (
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// followFrames plays frames of noise to a node whose masks are the boxes, or those
// that were told, and returns the tracks of each frame.
func followFrames(t *testing.T, cfg Config, frames []*nodes.Frame, boxes [][]object) [][]int {
	t.Helper()
	n := &node{cfg: cfg, pictures: make([]*picture, len(cfg.Prompts)), texts: make([][]float32, len(cfg.Prompts))}
	var tracks [][]int
	for i, frame := range frames {
		stamp := nodes.Stamp{Stream: "a", PTS: time.Duration(i) * time.Second / 4}
		n.memory.enter(stamp.Stream)
		given, err := n.given(stamp, frame)
		if err != nil {
			t.Fatal(err)
		}
		n.now = thumbOf(frame, lookWidth)
		objects := n.followed(stamp, given, boxes[i])
		for i := range objects {
			o := &objects[i]
			b := o.prompt.Box
			o.masks = []nodes.Instance{o.Instance}
			o.masks[0].Mask = block(int(b.X1), int(b.Y1), int(b.Width()), int(b.Height()))
		}
		n.keepFollowing(stamp, objects)
		var ids []int
		for _, o := range objects {
			for _, item := range o.masks {
				ids = append(ids, item.Track)
			}
		}
		tracks = append(tracks, ids)
	}
	return tracks
}

func TestLivesOfThings(t *testing.T) {
	there, gone := noise(t, 320, 180, 0, 0), nodes.NewFrame(320, 180, nodes.Gray8, make([]byte, 320*180), nil)
	t.Cleanup(gone.Release)
	a, b := boxed(square(40, 40, 60), 1), boxed(square(200, 60, 60), 1)
	beside, near := boxed(square(55, 40, 60), 1), boxed(square(50, 40, 60), 1) // of a: IoU 0.6 and 0.71
	frames := func(pattern string) (list []*nodes.Frame) {
		for _, c := range pattern {
			list = append(list, map[rune]*nodes.Frame{'x': there, '.': gone}[c])
		}
		return list
	}
	for _, tc := range []struct {
		name   string
		frames string // x: all is there, .: a black frame; four a second
		boxes  [][]object
		change func(*Config)
		want   [][]int
	}{
		{"one box, then none", "xxx", [][]object{{a}, {}, {}}, nil, [][]int{{1}, {1}, {1}}},
		{"hidden for a while", "x..x", [][]object{{a}, {}, {}, {}}, nil, [][]int{{1}, nil, nil, {1}}},
		{"hidden for longer than lost_after", "x..x", [][]object{{a}, {}, {}, {}}, func(c *Config) { c.LostAfter = 0.5 }, [][]int{{1}, nil, nil, nil}},
		{"asked for again by a box, though it looks different", "x..", [][]object{{a}, {}, {a}}, nil, [][]int{{1}, nil, {1}}},
		{"two that become one, and part again", "xxxx", [][]object{{a, beside}, {a, near}, {}, {a, near}}, nil, [][]int{{1, 2}, {1, 2}, {1}, {1, 2}}},
		{"lost, and new", "x..x", [][]object{{a}, {}, {}, {a}}, func(c *Config) { c.LostAfter = 0.5 }, [][]int{{1}, nil, nil, {2}}},
		{"a second box comes later", "xxx", [][]object{{a}, {a, b}, {b}}, nil, [][]int{{1}, {1, 2}, {1, 2}}},
		{"only those of the first frame", "xxxx", [][]object{{}, {a}, {a, b}, {b}}, func(c *Config) { c.NewObjects = "first" }, [][]int{nil, {1}, {1}, {1}}},
		{"at most one", "xx", [][]object{{a, b}, {a, b}}, func(c *Config) { c.MaxInstances = 1 }, [][]int{{1}, {1}}},
		{
			"a prompt of a time", "xxxxx", make([][]object, 5),
			func(c *Config) { c.Prompts = []Prompt{{Box: []float64{40, 40, 100, 100}, From: 0.25, To: 1}} },
			[][]int{nil, {1}, {1}, {1}, nil},
		},
		{
			"a prompt is given once", "x...xx", make([][]object, 6),
			func(c *Config) { c.LostAfter, c.Prompts = 0.5, []Prompt{{Box: []float64{40, 40, 100, 100}}} },
			[][]int{{1}, nil, nil, nil, nil, nil},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cfg := follower()
			if tc.change != nil {
				tc.change(&cfg)
			}
			got := followFrames(t, cfg, frames(tc.frames), tc.boxes)
			for i := range got {
				if !slices.Equal(got[i], tc.want[i]) {
					t.Errorf("frame %d: tracks %v, want %v", i, got[i], tc.want[i])
				}
			}
		})
	}
}
