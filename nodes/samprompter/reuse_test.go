package samprompter

import (
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// painted is a grey frame, with something lighter in a box.
func painted(t *testing.T, b nodes.Box) *nodes.Frame {
	t.Helper()
	f := nodes.NewFrame(320, 160, nodes.Gray8, make([]byte, 320*160), nil)
	t.Cleanup(f.Release)
	for y := range f.Height {
		for x := range f.Width {
			f.Pix[y*f.Width+x] = 100
			if float32(x) >= b.X1 && float32(x) < b.X2 && float32(y) >= b.Y1 && float32(y) < b.Y2 {
				f.Pix[y*f.Width+x] = 151 // a fifth lighter
			}
		}
	}
	return f
}

func TestWhenAnEmbeddingServesAgain(t *testing.T) {
	prompt := sam.Prompt{Box: square(100, 40, 40)} // looked at from 80, 20 to 160, 100
	click := sam.Prompt{Points: []nodes.Point{{X: 50, Y: 50}}}
	for _, tc := range []struct {
		name   string
		reuse  Reuse
		change nodes.Box
		stream string
		prompt sam.Prompt
		age    time.Duration
		want   bool
	}{
		{"the same picture", Reuse{MaxChange: 0.01}, nodes.Box{}, "a", prompt, time.Hour, true},
		{"off", Reuse{}, nodes.Box{}, "a", prompt, 0, false},
		{"another stream", Reuse{MaxChange: 0.01}, nodes.Box{}, "b", prompt, 0, false},
		{"too old", Reuse{MaxChange: 0.01, MaxAge: 2}, nodes.Box{}, "a", prompt, 2001 * time.Millisecond, false},
		{"old enough", Reuse{MaxChange: 0.01, MaxAge: 2}, nodes.Box{}, "a", prompt, 2 * time.Second, true},
		{"a change elsewhere", Reuse{MaxChange: 0.01}, square(200, 40, 60), "a", prompt, 0, true},
		{"a change in the box", Reuse{MaxChange: 0.01}, square(110, 50, 20), "a", prompt, 0, false},
		{"a change beside the box", Reuse{MaxChange: 0.01}, square(140, 40, 20), "a", prompt, 0, false},
		{"a change that is small enough", Reuse{MaxChange: 0.02}, square(110, 50, 20), "a", prompt, 0, true}, // a sixteenth by a fifth
		{"a change at a click", Reuse{MaxChange: 0.01}, square(60, 50, 20), "a", click, 0, false},            // looked at from 10, 30 to 90, 70
		{"a change away from a click", Reuse{MaxChange: 0.01}, square(0, 0, 8), "a", click, 0, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var k kept
			k.keep(Reuse{MaxChange: 1}, &sam.Embedding{Stamp: nodes.Stamp{Stream: "a"}}, painted(t, nodes.Box{}))
			got := k.serve(tc.reuse, nodes.Stamp{Stream: tc.stream, PTS: tc.age}, painted(t, tc.change), []object{{prompt: tc.prompt}})
			if (got != nil) != tc.want {
				t.Errorf("it serves: %v", got != nil)
			}
		})
	}
}

// TestKeptEmbeddingIsHeld until another one is kept.
func TestKeptEmbeddingIsHeld(t *testing.T) {
	var k kept
	first, frame := &sam.Embedding{}, painted(t, nodes.Box{})
	k.keep(Reuse{MaxChange: 1}, first, frame)
	first.Release()          // by who asked for it
	first.Retain().Release() // as a frame that it serves does
	k.keep(Reuse{MaxChange: 1}, &sam.Embedding{}, frame)
	defer func() {
		if recover() == nil {
			t.Error("it is held though another one is kept")
		}
	}()
	first.Retain()
}
