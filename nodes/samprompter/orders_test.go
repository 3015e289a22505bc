package samprompter

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestWrongOrders(t *testing.T) {
	n := &node{cfg: defaults, memory: memory{Pointed: pointed{Width: 320, Height: 180}}}
	tell(t, n, "prompt", `{"points": [{"x": 1, "y": 2}]}`)
	for _, tt := range []struct{ name, order, body, want string }{
		{"no JSON", "prompt", `{`, "want a JSON object: unexpected EOF"},
		{"a list", "prompt", `[]`, "want a JSON object: json: cannot unmarshal array into Go value of type samprompter.told"},
		{"two objects", "list", `{} {}`, "want one JSON object, and nothing after it"},
		{"something unknown", "prompt", `{"circle": 1}`, `want a JSON object: json: unknown field "circle"`},
		{"nowhere", "prompt", `{}`, "says nowhere where the object is: give it a box, points or both"},
		{"half a box", "prompt", `{"box": [1, 2]}`, "prompt.box: must be [x1, y1, x2, y2], got 2 numbers"},
		{"a box inside out", "prompt", `{"box": [5, 2, 1, 9]}`, "prompt.box: must have x1 < x2 and y1 < y2, got [5 2 1 9]"},
		{"a box beside", "prompt", `{"box": [500, 2, 600, 9]}`, "the box [500 2 600 9] is outside of the frame, which is 320x180"},
		{"a point beside", "prompt", `{"points": [{"x": 321, "y": 9}]}`, "the point (321, 9) is outside of the frame, which is 320x180"},
		{"another unit", "prompt", `{"points": [{}], "unit": "inch"}`, `unit: want pixels or fraction, got "inch"`},
		{"a large fraction", "prompt", `{"box": [0, 0, 1.5, 1], "unit": "fraction"}`, "prompt.box: must be in [0, 1] as unit is fraction, got [0 0 1.5 1]"},
		{
			"background alone", "prompt", `{"points": [{"x": 3, "background": true}]}`,
			"prompt.points: are all background: click on the thing too, or give a box",
		},
		{"too many points", "prompt", `{"points": [` + strings.Repeat("{},", 100) + `{}]}`, "points: at most 100 at a time"},
		{"a name of two lines", "rename", `{"id": 10001, "name": "a\nb"}`, "name: want at most 80 characters on one line"},
		{"a long name", "prompt", `{"points": [{}], "name": "` + strings.Repeat("x", 81) + `"}`, "name: want at most 80 characters on one line"},
		{"no name", "rename", `{"id": 10001}`, "name: is missing"},
		{"somebody else", "remove", `{"id": 7}`, "no object 7 is followed"},
		{"nobody", "rename", `{"name": "x"}`, "no object 0 is followed"},
		{"more of nothing", "prompt", `{"id": 10002, "points": [{}]}`, "no object 10002 is followed"},
		{"another order", "sing", `{}`, `unknown order "sing"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := n.Command(t.Context(), tt.order, []byte(tt.body))
			refusal := (*nodes.Refusal)(nil)
			if !errors.As(err, &refusal) || err.Error() != tt.want || refusal.Missing != strings.HasPrefix(tt.want, "no object") {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
	if s := tell(t, n, "prompt", `{"id": 10001, "points": [{"x": 3, "background": true}]}`); s.ID != 10001 {
		t.Errorf("background for what is there: %+v", s)
	}
}

func TestTooManyThings(t *testing.T) {
	n := &node{cfg: defaults}
	for range mostPointed {
		tell(t, n, "prompt", `{"points": [{}]}`)
	}
	_, err := n.Command(t.Context(), "prompt", []byte(`{"points": [{}]}`))
	if err == nil || err.Error() != "64 things are followed already: remove one" {
		t.Error(err)
	}
	n.memory.Pointed.All[5].lose("for the test")
	tell(t, n, "prompt", `{"points": [{}]}`)
	if all := n.memory.Pointed.All; len(all) != mostPointed || all[5].ID != 10007 || all[63].ID != 10065 {
		t.Errorf("%d things, %d and %d", len(all), all[5].ID, all[63].ID)
	}
	n.memory.Pointed.All, n.memory.Pointed.Count = nil, 9999
	if _, err = n.Command(t.Context(), "prompt", []byte(`{"points": [{}]}`)); err == nil {
		t.Error("there is an identity beyond the last")
	}
}

// FuzzOrders: whatever comes is refused, or makes a thing that the next frame takes.
func FuzzOrders(f *testing.F) {
	for _, body := range []string{
		`{"box": [1, 2, 30, 40], "name": "cup"}`, `{"points": [{"x": 0.5, "y": 1e300, "background": true}], "unit": "fraction"}`,
		`{"id": 10001, "points": [{"x": 5}]}`, `{"box": [-1e308, -1e308, 1e308, 1e308]}`, `[`, `null`,
	} {
		f.Add("prompt", []byte(body))
		f.Add("rename", []byte(body))
	}
	frame := nodes.NewFrame(64, 48, nodes.Gray8, make([]byte, 64*48), nil)
	f.Cleanup(frame.Release)
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		n := &node{cfg: defaults}
		tell(t, n, "prompt", `{"points": [{"x": 1, "y": 2}]}`)
		for range 2 {
			answer, err := n.Command(t.Context(), name, body)
			if refusal := (*nodes.Refusal)(nil); err != nil && !errors.As(err, &refusal) || err == nil && !json.Valid(answer) {
				t.Errorf("got %q, %v", answer, err)
			}
			n.now = thumbOf(frame, lookWidth)
			for _, o := range n.pointed(nodes.Stamp{Stream: "a"}, frame) {
				for _, p := range o.prompt.Points {
					if !(p.X >= 0 && p.X <= 64 && p.Y >= 0 && p.Y <= 48) {
						t.Errorf("a click at %v", p)
					}
				}
				if b := o.prompt.Box; o.prompt.HasBox() && !(b.X1 >= 0 && b.Y1 >= 0 && b.X2 <= 64 && b.Y2 <= 48) {
					t.Errorf("a box %v", b)
				}
			}
			if _, err := n.Snapshot(); err != nil {
				t.Error(fmt.Errorf("snapshot: %w", err))
			}
		}
	})
}
