package samprompter

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// stepped shows a frame to a node without a model: the masks are the boxes of prompts,
// squares of 40 pixels around the last click, or what was told. It returns the tracks
// that are seen.
func stepped(t *testing.T, n *node, frame *nodes.Frame, i int, boxes ...object) []int {
	t.Helper()
	stamp := nodes.Stamp{Stream: "a", Seq: uint64(i), PTS: time.Duration(i) * time.Second}
	objects, err := n.objects(stamp, frame, &nodes.Instances{})
	if err != nil {
		t.Fatal(err)
	}
	objects = append(objects, boxes...)
	for i := range objects {
		o := &objects[i]
		b := o.prompt.Box
		if !o.prompt.HasBox() {
			p := o.prompt.Points[len(o.prompt.Points)-1]
			b = square(p.X-20, p.Y-20, 40)
		}
		o.masks = []nodes.Instance{o.Instance}
		o.masks[0].Mask = block(int(b.X1), int(b.Y1), int(b.Width()), int(b.Height()))
	}
	n.keep(stamp, objects)
	ids := []int{}
	for _, o := range objects {
		for _, item := range o.masks {
			ids = append(ids, item.Track)
		}
	}
	return ids
}

func tell(t *testing.T, n *node, name, body string) shown {
	t.Helper()
	answer, err := n.Command(t.Context(), name, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	var s shown
	if err := json.Unmarshal(answer, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func states(n *node) (all []string) {
	for _, p := range n.memory.Pointed.All {
		all = append(all, fmt.Sprint(p.ID, " ", p.label(), " ", p.State, " ", p.Why))
	}
	return all
}

// TestLivesOfPointedThings goes through the states, with and without follow.
func TestLivesOfPointedThings(t *testing.T) {
	there, gone := noise(t, 320, 180, 0, 0), nodes.NewFrame(320, 180, nodes.Gray8, make([]byte, 320*180), nil)
	t.Cleanup(gone.Release)
	for _, follow := range []bool{false, true} {
		t.Run(fmt.Sprint("follow ", follow), func(t *testing.T) {
			n := &node{cfg: Config{Select: "one", LostAfter: 1, NewObjects: "always", Follow: follow}}
			want := func(at string, got, ids []int, state ...string) {
				t.Helper()
				if !slices.Equal(got, ids) {
					t.Errorf("%s: tracks %v, want %v", at, got, ids)
				}
				if s := states(n); !slices.Equal(s, state) {
					t.Errorf("%s: %q, want %q", at, s, state)
				}
			}
			first := tell(t, n, "prompt", `{"points": [{"x": 0.25, "y": 0.5}], "unit": "fraction", "name": " cup "}`)
			if first.ID != nodes.FirstPointed || first.Name != "cup" || first.State != stateWaiting || first.Box != nil {
				t.Errorf("got %+v", first)
			}
			want("a click", stepped(t, n, there, 0), []int{10001}, "10001 cup followed ")
			second := tell(t, n, "prompt", `{"box": [200, 60, 260, 120]}`)
			want("a box", stepped(t, n, there, 1), []int{10001, 10002}, "10001 cup followed ", "10002 object followed ")
			tell(t, n, "rename", `{"id": 10002, "name": "dish"}`)
			want("hidden", stepped(t, n, gone, 2), []int{}, "10001 cup hidden ", "10002 dish hidden ")
			want("back", stepped(t, n, there, 3), []int{10001, 10002}, "10001 cup followed ", "10002 dish followed ")
			if s := n.shown(n.memory.Pointed.All[1]); *s.Box != [4]int{200, 60, 260, 120} || *s.Seen != 3 || s.ID != second.ID {
				t.Errorf("got %+v", s)
			}
			tell(t, n, "remove", `{"id": 10001}`)
			want("removed", stepped(t, n, there, 4), []int{10002}, "10002 dish followed ")
			want("out of sight", stepped(t, n, gone, 9), []int{}, "10002 dish hidden ")
			want("lost", stepped(t, n, gone, 10), []int{}, "10002 dish lost it was out of sight for too long")
			want("lost and there", stepped(t, n, there, 11), []int{}, "10002 dish lost it was out of sight for too long")
			tell(t, n, "prompt", `{"id": 10002, "points": [{"x": 100, "y": 100}]}`)
			want("found again", stepped(t, n, there, 12), []int{10002}, "10002 dish followed ")
		})
	}
}

// TestOthersGiveWay: what a detector finds of a thing that was pointed at is not shown
// a second time.
func TestOthersGiveWay(t *testing.T) {
	n := &node{cfg: Config{Select: "one"}}
	there := noise(t, 320, 180, 0, 0)
	tell(t, n, "prompt", `{"box": [40, 40, 100, 100]}`)
	if got := stepped(t, n, there, 0, boxed(square(42, 40, 60), 1), boxed(square(200, 40, 60), 1)); !slices.Equal(got, []int{10001, 0}) {
		t.Errorf("got %v", got)
	}
}

func TestPointedThingsAndStreams(t *testing.T) {
	n := &node{cfg: Config{Select: "one"}}
	there := noise(t, 320, 180, 0, 0)
	tell(t, n, "prompt", `{"box": [40, 40, 100, 100]}`)
	if got := stepped(t, n, there, 0); len(got) != 1 {
		t.Errorf("what was pointed at before the first frame: %v", got)
	}
	n.memory.enter("b")
	if s := tell(t, n, "prompt", `{"box": [40, 40, 100, 100]}`); s.ID != 10002 || len(states(n)) != 1 {
		t.Errorf("on another stream: %+v beside %v", s, states(n))
	}
}

// TestClicksRefine: clicks add up, move along, and a box begins anew.
func TestClicksRefine(t *testing.T) {
	n := &node{cfg: Config{Select: "one"}}
	tell(t, n, "prompt", `{"points": [{"x": 80, "y": 90}]}`)
	stepped(t, n, noise(t, 320, 180, 0, 0), 0)
	stepped(t, n, noise(t, 320, 180, 6, 0), 1)
	tell(t, n, "prompt", `{"id": 10001, "points": [{"x": 120, "y": 90, "background": true}]}`)
	p := n.memory.Pointed.All[0]
	o, err := p.object(thumbOf(noise(t, 320, 180, 6, 0), lookWidth), nodes.Stamp{Stream: "a", PTS: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if c := o.prompt.Points; len(c) != 2 || c[0].X < 84 || c[0].X > 88 || !c[1].Background || o.told == nil || o.prompt.HasBox() || o.thing != nil {
		t.Errorf("a click more: %+v, told %v", o.prompt, o.told != nil)
	}
	tell(t, n, "prompt", `{"id": 10001, "box": [10, 10, 50, 400]}`)
	o, err = p.object(thumbOf(noise(t, 320, 180, 6, 0), lookWidth), nodes.Stamp{Stream: "a", PTS: 2 * time.Second})
	if err != nil || len(o.prompt.Points) != 0 || o.told != nil || o.prompt.Box != (nodes.Box{X1: 10, Y1: 10, X2: 50, Y2: 180}) {
		t.Errorf("a box: %+v, told %v, %v", o.prompt, o.told != nil, err)
	}
}
