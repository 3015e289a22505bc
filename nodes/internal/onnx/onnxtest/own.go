package onnxtest

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// AddFile writes a file of a role into dir and notes it in the entry.
func AddFile(t testing.TB, dir string, entry *models.Model, role, name string, content []byte) *models.File {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	entry.Files = append(entry.Files, models.File{Role: role, Name: name, SHA256: hex.EncodeToString(sum[:])})
	return &entry.Files[len(entry.Files)-1]
}

// AddNetwork is AddFile of a network, whose signature becomes that of the file.
func AddNetwork(t testing.TB, dir string, entry *models.Model, role string, m *onnx.Model) {
	t.Helper()
	f := AddFile(t, dir, entry, role, entry.Name+"_"+role+".onnx", m.Bytes())
	f.Inputs, f.Outputs = Signature(m.Graph.Inputs), Signature(m.Graph.Outputs)
}

// Own makes the entry, whose files are in dir, a model of the user's own, and forgets
// everything that is kept in a cache. Without ONNX Runtime the test is skipped.
func Own(t *testing.T, dir string, entry models.Model) {
	t.Helper()
	Link(t, dir, nodestest.Model(t, "onnxruntime"), "library")
	list, err := yaml.Dump([]models.Model{entry})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "models.yaml"), list, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MASKGRAPH_MODELS", dir)
	t.Setenv("MASKGRAPH_CACHE", t.TempDir())
}

// Link puts a model's file into dir.
func Link(t testing.TB, dir string, m models.Model, role string) {
	t.Helper()
	path, err := nodestest.Env(t).Models.Path(m, role)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, filepath.Join(dir, filepath.Base(path))); err != nil {
		t.Fatal(err)
	}
}

// Signature is what an entry says of a network's inputs or outputs.
func Signature(values []*onnx.Value) []models.Tensor {
	var out []models.Tensor
	for _, v := range values {
		elem, dims := v.Type()
		tensor := models.Tensor{Name: v.Name, Type: elem.String()}
		for _, d := range dims {
			tensor.Shape = append(tensor.Shape, d.Size)
		}
		out = append(out, tensor)
	}
	return out
}
