package sam

import (
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/onnxtest"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// openTiny writes a model of the user's own, encoder and decoder, and opens it by
// its name.
func openTiny(t *testing.T, entry models.Model, encoder, decoder *onnx.Model) (*Model, error) {
	t.Helper()
	dir := t.TempDir()
	entry.Task = "segment"
	onnxtest.AddNetwork(t, dir, &entry, "encoder", encoder)
	onnxtest.AddNetwork(t, dir, &entry, "decoder", decoder)
	if entry.Decode == "sam-text" { // what else its entry must have
		onnxtest.AddNetwork(t, dir, &entry, "text-encoder", encoder)
		onnxtest.AddFile(t, dir, &entry, "tokenizer", "merges.txt", nil)
	}
	return openOwn(t, dir, entry)
}

// openOwn opens a model of the user's own, whose files are in dir.
func openOwn(t *testing.T, dir string, entry models.Model) (*Model, error) {
	t.Helper()
	onnxtest.Own(t, dir, entry)
	o := Options{Name: entry.Name, Threads: 1}
	if err := o.Validate(); err != nil {
		t.Fatal(err)
	}
	m, letGo, err := Open(nodestest.Env(t), o)
	if err == nil {
		t.Cleanup(func() { _ = letGo() })
	}
	return m, err
}

// fill is a frame of one colour.
func fill(t *testing.T, width, height int, b, g, r byte) *nodes.Frame {
	t.Helper()
	pix := make([]byte, 0, 3*width*height)
	for range width * height {
		pix = append(pix, b, g, r)
	}
	f := nodes.NewFrame(width, height, nodes.BGR8, pix, nil)
	t.Cleanup(f.Release)
	return f
}
