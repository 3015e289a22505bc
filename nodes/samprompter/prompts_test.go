package samprompter

import (
	"reflect"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestTimeOfAPrompt(t *testing.T) {
	for _, tc := range []struct {
		name   string
		prompt Prompt
		want   string // x for each second from 0 to 4 of the stream a, . where it is not given
	}{
		{"always", Prompt{}, "xxxxx"},
		{"from", Prompt{From: 2}, "..xxx"},
		{"to", Prompt{To: 2}, "xx..."},
		{"from and to", Prompt{From: 1, To: 3}, ".xx.."},
		{"its stream", Prompt{Stream: "a", From: 4}, "....x"},
		{"another stream", Prompt{Stream: "b"}, "....."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			for s := range 5 {
				if tc.prompt.given(nodes.Stamp{Stream: "a", PTS: time.Duration(s) * time.Second}) {
					got += "x"
				} else {
					got += "."
				}
			}
			if got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestPromptOnAFrame(t *testing.T) {
	mask := &picture{nodes.MaskFromBitmap(10, 20, 2, 2, []byte{1, 1, 1, 1}), 200, 100}
	for _, tc := range []struct {
		name   string
		prompt Prompt
		mask   *picture
		want   nodes.Instance
		err    string
	}{
		{"pixels", Prompt{Label: "cat", Box: []float64{1, 2, 3, 4}}, nil, nodes.Instance{Label: "cat", Box: nodes.Box{X1: 1, Y1: 2, X2: 3, Y2: 4}}, ""},
		{
			"fractions",
			Prompt{Box: []float64{0, 0.5, 0.5, 1}, Points: []Click{{X: 0.25, Y: 0.75, Background: true}}, Unit: "fraction"},
			nil,
			nodes.Instance{Label: "object", Box: nodes.Box{Y1: 50, X2: 100, Y2: 100}, Points: []nodes.Point{{X: 50, Y: 75, Background: true}}},
			"",
		},
		{"a mask has its tight box", Prompt{Mask: "x.png"}, mask, nodes.Instance{Label: "object", Box: nodes.Box{X1: 10, Y1: 20, X2: 12, Y2: 22}, Mask: mask.Mask}, ""},
		{
			"a mask and a box",
			Prompt{Mask: "x.png", Box: []float64{9, 19, 30, 40}},
			mask,
			nodes.Instance{Label: "object", Box: nodes.Box{X1: 9, Y1: 19, X2: 30, Y2: 40}, Mask: mask.Mask},
			"",
		},
		{"a box beside the frame", Prompt{Box: []float64{200, 0, 300, 50}}, nil, nodes.Instance{}, "the box [200 0 300 50] is outside of the frame, which is 200x100"},
		{"a point beside the frame", Prompt{Points: []Click{{X: 20, Y: 101}}}, nil, nodes.Instance{}, "the point (20, 101) is outside of the frame, which is 200x100"},
		{
			"a mask of another size",
			Prompt{Mask: "x.png"},
			&picture{mask.Mask, 100, 50},
			nodes.Instance{},
			"the mask x.png is 100x50, the frame 200x100: make it as large as the frame",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.prompt.instance(tc.mask, 200, 100)
			if err != nil || tc.err != "" {
				if err == nil || err.Error() != tc.err {
					t.Errorf("got  %v\nwant %s", err, tc.err)
				}
				return
			}
			tc.want.Score, tc.want.Class = 1, -1
			if !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got  %+v\nwant %+v", got, tc.want)
			}
		})
	}
}
