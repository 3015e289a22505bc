package masksink

import (
	"bytes"
	"path/filepath"
	"testing"

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
