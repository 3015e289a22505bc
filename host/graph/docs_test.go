package graph

import "testing"

func TestTypeText(t *testing.T) {
	tests := map[string]string{
		"Find": `Find

Finds things.

in:
  frame (frame)
      The frame.

out:
  boxes (boxes)
      The boxes.

with:
  method (one of model, motion; default model)
      How to find things.
  min_score (number; default 0.25)
      Boxes that score less are dropped.
  classes (list of string; default [person, car])
      Only these.
`,
		"Video": `Video

Reads a video. Or so.

out:
  frame (frame)
      The frame.

with:
  uri (string)
      What to read.
  fps (number; default 25)
      Frames a second.
  loop (bool)
      Start again at the end.
  size (settings)
      The size of its pictures.
      width (int)
          In pixels.
      height (int)
          In pixels.
`,
		"Follow": `Follow

Follows things.

in:
  instances (boxes)
      The instances.

out:
  instances (the type of its input instances)
      The instances.
`,
	}
	for typ, want := range tests {
		if got, err := TypeText(checkRegistry(), typ); got != want || err != nil {
			t.Errorf("%s: %v\n%s", typ, err, got)
		}
	}
	_, err := TypeText(checkRegistry(), "Fnid")
	if want := `unknown type "Fnid" (have Video, Stereo, Find, Cut, FindAndCut, Follow, Save, Measure, Show); did you mean Find?`; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestTypesText(t *testing.T) {
	want := `type        in                out           what it does
Video       -                 frame         Reads a video.
Stereo      -                 left, right   Reads two videos.
Find        frame             boxes         Finds things.
Cut         frame, boxes      masks         Cuts things out.
FindAndCut  frame             boxes, masks  Does both.
Follow      instances         instances     Follows things.
Save        frame, instances  -             Writes files.
Measure     masks             -             Measures masks.
Show        frame, instances  -             Shows what there is.
`
	if got := TypesText(checkRegistry()); got != want {
		t.Errorf("got\n%s", got)
	}
}
