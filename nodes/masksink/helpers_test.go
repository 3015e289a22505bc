package masksink

import (
	"bytes"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

const testWidth, testHeight = 64, 48

// ellipse is a mask that fills a box.
func ellipse(x, y, w, h int) *nodes.Mask {
	var b nodes.MaskBuilder
	for i := range w {
		d := 2*(float64(i)+0.5)/float64(w) - 1
		half := math.Sqrt(1-d*d) * float64(h) / 2
		b.Add(nodes.Span{X: x + i, Y1: y + int(float64(h)/2-half), Y2: y + int(float64(h)/2+half)})
	}
	return b.Mask()
}

// noise is a frame that no codec can make small, the same for the same seed.
func noise(width, height, seed int) *nodes.Frame {
	pix := make([]byte, 3*width*height)
	state := uint32(seed)*2654435761 + 1
	for i := range pix {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		pix[i] = byte(state >> 8)
	}
	return nodes.NewFrame(width, height, nodes.BGR8, pix, nil)
}

// two is what the tests find on a frame: a tracked ellipse that moves, and a box.
func two(seq int) *nodes.Instances {
	m := ellipse(5+seq, 10, 20, 16)
	return &nodes.Instances{Width: testWidth, Height: testHeight, Items: []nodes.Instance{
		{Box: m.Box(), Score: 0.75, Label: "person", Mask: m, Track: 3},
		{Box: nodes.Box{X1: -2, Y1: 4, X2: 12, Y2: 60.5}, Score: 0.5, Label: "dog"},
	}}
}

func packet(stream string, seq int, f *nodes.Frame, found *nodes.Instances) nodes.Packet {
	p := nodes.Packet{Stamp: nodes.Stamp{Stream: stream, Seq: uint64(seq), PTS: time.Duration(seq) * 40 * time.Millisecond}}
	p.Put("frame", f)
	p.Put("instances", found)
	return p
}

// feed gives a node frames of a stream with two instances each.
func feed(t *testing.T, n nodes.Node, stream string, frames int) {
	t.Helper()
	for seq := range frames {
		if err := process(t, n, packet(stream, seq, noise(testWidth, testHeight, seq), two(seq))); err != nil {
			t.Fatal(err)
		}
	}
}

// process gives a node one packet and takes the frame back, which must be as
// it was.
func process(t *testing.T, n nodes.Node, p nodes.Packet) error {
	t.Helper()
	f := p.Frame("frame")
	defer f.Release()
	before := bytes.Clone(f.Pix)
	_, err := n.Process(t.Context(), p)
	if !bytes.Equal(before, f.Pix) {
		t.Error("the frame was drawn on")
	}
	return err
}

func newTestNode(cfg Config) *node {
	cfg.Draw = draw.Default()
	return newNode(nodes.Env{}, cfg, nil)
}

func finish(t *testing.T, n *node) {
	t.Helper()
	if err := n.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
}

// tree is every file under a folder, hidden ones too.
func tree(t *testing.T, root string) []string {
	t.Helper()
	files := []string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(root, path)
			files = append(files, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func wantTree(t *testing.T, root string, want ...string) {
	t.Helper()
	slices.Sort(want)
	got := tree(t, root)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("files: got %q, want %q", got, want)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
