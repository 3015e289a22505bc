package sam

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// openTiny writes a model of the user's own, encoder and decoder, and opens it by
// its name.
func openTiny(t *testing.T, entry models.Model, encoder, decoder *onnx.Model) (*Model, error) {
	t.Helper()
	dir := t.TempDir()
	entry.Task = "segment"
	for i, m := range []*onnx.Model{encoder, decoder} {
		data := m.Bytes()
		sum := sha256.Sum256(data)
		f := &entry.Files[i]
		f.Role, f.SHA256 = []string{"encoder", "decoder"}[i], hex.EncodeToString(sum[:])
		f.Name = fmt.Sprintf("%s_%s.onnx", entry.Name, f.Role)
		f.Inputs, f.Outputs = signature(m.Graph.Inputs), signature(m.Graph.Outputs)
		if err := os.WriteFile(filepath.Join(dir, f.Name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return openOwn(t, dir, entry)
}

// openOwn opens a model of the user's own, whose files are in dir. Everything that is
// kept in a cache is forgotten.
func openOwn(t *testing.T, dir string, entry models.Model) (*Model, error) {
	t.Helper()
	link(t, nodestest.Model(t, "onnxruntime"), "library", dir)
	list, err := yaml.Dump([]models.Model{entry})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "models.yaml"), list, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MASKGRAPH_MODELS", dir)
	t.Setenv("MASKGRAPH_CACHE", t.TempDir())
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

// link puts a model's file into dir.
func link(t *testing.T, m models.Model, role, dir string) {
	t.Helper()
	path, err := nodestest.Env(t).Models.Path(m, role)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, filepath.Join(dir, filepath.Base(path))); err != nil {
		t.Fatal(err)
	}
}

func signature(values []*onnx.Value) []models.Tensor {
	var out []models.Tensor
	for _, v := range values {
		typ, dims := v.Type()
		tensor := models.Tensor{Name: v.Name, Type: typ.String()}
		for _, d := range dims {
			tensor.Shape = append(tensor.Shape, d.Size)
		}
		out = append(out, tensor)
	}
	return out
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
