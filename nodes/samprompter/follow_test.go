package samprompter

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

func square(x, y, side float32) nodes.Box { return nodes.Box{X1: x, Y1: y, X2: x + side, Y2: y + side} }

func boxed(b nodes.Box, class int) object {
	return object{Instance: nodes.Instance{Box: b, Class: class, Label: "of a box", Score: 0.5}, prompt: sam.Prompt{Box: b}}
}

func TestBoxesConfirmWhatIsFollowed(t *testing.T) {
	for _, tc := range []struct {
		name      string
		things    []object
		boxes     []object
		confirmed []bool
		rest      int
	}{
		{"nothing is followed", nil, []object{boxed(square(0, 0, 10), 1)}, nil, 1},
		{"no boxes", []object{boxed(square(0, 0, 10), 1)}, nil, []bool{false}, 0},
		{"one fits", []object{boxed(square(0, 0, 10), 1)}, []object{boxed(square(1, 0, 10), 1)}, []bool{true}, 0},
		{"one does not", []object{boxed(square(0, 0, 10), 1)}, []object{boxed(square(6, 0, 10), 1)}, []bool{false}, 1},
		{"another class", []object{boxed(square(0, 0, 10), 1)}, []object{boxed(square(0, 0, 10), 2)}, []bool{false}, 1},
		{"no class", []object{boxed(square(0, 0, 10), -1)}, []object{boxed(square(0, 0, 10), 2)}, []bool{true}, 0},
		{
			"each takes its own",
			[]object{boxed(square(0, 0, 10), 1), boxed(square(2, 0, 10), 1)},
			[]object{boxed(square(2, 0, 10), 1), boxed(square(0, 0, 10), 1)},
			[]bool{true, true},
			0,
		},
		{"two boxes of one thing", []object{boxed(square(0, 0, 10), 1)}, []object{boxed(square(1, 0, 10), 1), boxed(square(0, 0, 10), 1)}, []bool{true}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if rest := confirm(tc.things, tc.boxes); len(rest) != tc.rest {
				t.Errorf("%d boxes are new, want %d", len(rest), tc.rest)
			}
			for i, want := range tc.confirmed {
				if tc.things[i].confirmed != want {
					t.Errorf("thing %d: confirmed %v", i, !want)
				}
			}
		})
	}
}

func TestAConfirmedThingHasTheBox(t *testing.T) {
	things := []object{{Instance: nodes.Instance{Class: -1, Score: 1}, prompt: sam.Prompt{Box: square(0, 0, 10)}}}
	confirm(things, []object{boxed(square(1, 0, 10), 7)})
	if o := things[0]; o.Box != square(1, 0, 10) || o.prompt.Box != o.Box || o.Class != 7 || o.Label != "of a box" || o.Score != 0.5 {
		t.Errorf("got %+v", o)
	}
}

func TestWhatCountsAsSeen(t *testing.T) {
	mask := block(0, 0, 10, 10)
	for _, tc := range []struct {
		name string
		o    object
		mask *nodes.Mask
		want bool
	}{
		{"where it was expected", object{thing: &thing{}, told: mask, looks: true}, mask, true},
		{"larger than was expected", object{thing: &thing{}, told: mask, looks: true}, block(0, 0, 10, 19), true},
		{"much larger", object{thing: &thing{}, told: mask, looks: true}, block(0, 0, 10, 21), false},
		{"much smaller", object{thing: &thing{}, told: mask, looks: true}, block(0, 0, 10, 4), false},
		{"it looks like something else", object{thing: &thing{}, told: mask}, mask, false},
		{"a box says so", object{thing: &thing{}, told: mask, confirmed: true}, block(0, 0, 10, 4), true},
		{"nothing", object{thing: &thing{}, told: mask, confirmed: true}, &nodes.Mask{}, false},
		{"what an older thing is", object{thing: &thing{}, told: block(20, 0, 10, 8), looks: true}, block(20, 0, 10, 8), false},
		{"what an older thing is, but a box of its own says so", object{thing: &thing{}, told: block(20, 0, 10, 8), confirmed: true}, block(20, 0, 10, 8), true},
		{"something new", object{}, block(30, 0, 10, 10), true},
		{"something new that is followed already", object{}, block(20, 0, 10, 8), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.o.masks = []nodes.Instance{{Mask: tc.mask}}
			if got := tc.o.seen([]*nodes.Mask{block(20, 0, 10, 10)}); got != tc.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
