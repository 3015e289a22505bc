package masksink

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

const wantLine = `{"stream":"a","frame":1,"pts":0.04,"width":4,"height":4,"instances":[` +
	`{"box":[1,1,3,3],"score":0.9,"label":"person","track":3,"area":4,"rle":{"size":[4,4],"counts":"52203"},"predicted_iou":0.5},` +
	`{"box":[0,0,2.5,1],"score":0.25}]}
`

func TestJSONL(t *testing.T) {
	found := &nodes.Instances{Width: 4, Height: 4, Items: []nodes.Instance{
		{
			Box: nodes.Box{X1: 1, Y1: 1, X2: 3, Y2: 3}, Score: 0.9, Label: "person", Track: 3, PredictedIoU: 0.5,
			Mask: nodes.MaskFromBitmap(1, 1, 2, 2, []byte{1, 1, 1, 1}),
		},
		{Box: nodes.Box{X2: 2.5, Y2: 1}, Score: 0.25},
	}}
	write := func(n *node) {
		p := packet("a", 1, noise(4, 4, 0), found)
		if err := process(t, n, p); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("a file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "l.jsonl")
		n := newTestNode(Config{JSONL: path})
		write(n)
		finish(t, n)
		if got := string(read(t, path)); got != wantLine {
			t.Errorf("got %s want %s", got, wantLine)
		}
	})
	t.Run("the standard output, line by line", func(t *testing.T) {
		var out bytes.Buffer
		n := newNode(nodes.Env{}, Config{JSONL: "-"}, &out)
		write(n)
		if got := out.String(); got != wantLine {
			t.Errorf("got %s want %s", got, wantLine)
		}
		finish(t, n)
		if report := n.Report(); len(report.Files)+len(report.Warnings) != 0 {
			t.Errorf("got %+v", report)
		}
	})
	t.Run("nobody looked", func(t *testing.T) {
		var out bytes.Buffer
		n := newNode(nodes.Env{}, Config{JSONL: "-"}, &out)
		p := packet("a", 1, noise(4, 4, 0), &nodes.Instances{Skipped: true})
		p.Stamp.Estimated = true
		if err := process(t, n, p); err != nil {
			t.Fatal(err)
		}
		finish(t, n)
		want := `{"stream":"a","frame":1,"pts":0.04,"estimated":true,"width":4,"height":4,"skipped":true,"instances":[]}` + "\n"
		if out.String() != want {
			t.Errorf("got %s want %s", out.String(), want)
		}
	})
}

// TestOrigin: JSON Lines and COCO say what prompted a mask, and where it was not
// said they say nothing.
func TestOrigin(t *testing.T) {
	t.Chdir(t.TempDir())
	found := &nodes.Instances{Width: 4, Height: 4, Items: []nodes.Instance{
		{Origin: &nodes.Origin{
			Prompt: "box+points", Box: nodes.Box{X1: 1, X2: 2.5, Y2: 3}, Points: []nodes.Point{{X: 1.5, Y: 2}, {X: 3, Y: 3, Background: true}},
			Token: 2, IoUs: []float32{0.5, 0.75}, Encoded: 12, Age: 80 * time.Millisecond, Steps: []string{"clip", "fill"},
		}},
		{Origin: &nodes.Origin{Prompt: "mask"}},
		{},
	}}
	n := newTestNode(Config{JSONL: "l", COCO: "c.json"})
	if err := process(t, n, packet("a", 1, noise(4, 4, 0), found)); err != nil {
		t.Fatal(err)
	}
	finish(t, n)
	full := `"origin":{"prompt":"box+points","box":[1,0,2.5,3],"points":[[1.5,2,1],[3,3,0]],"token":2,"ious":[0.5,0.75],"encoded":12,"age":0.08,"steps":["clip","fill"]}}`
	short := `"origin":{"prompt":"mask","token":0,"encoded":0,"age":0}}`
	for _, name := range []string{"l", "c.json"} {
		text := string(read(t, name))
		if !strings.Contains(text, full) || !strings.Contains(text, short) || strings.Count(text, "origin") != 2 {
			t.Errorf("%s: got %s", name, text)
		}
	}
}
