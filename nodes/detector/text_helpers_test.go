package detector

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// textKit is an open-vocabulary model that a test has made, with its files.
type textKit struct {
	model models.Model
	dir   string
}

// newTextKit makes a model whose pictures are 64x64, RGB, as shares of 255.
func newTextKit(t *testing.T, decode string) *textKit {
	t.Helper()
	runtime := nodestest.Model(t, "onnxruntime")
	k := &textKit{dir: t.TempDir(), model: models.Model{Name: "made", Task: "detect", Decode: decode, Input: models.Input{
		Width: 64, Height: 64, Order: "rgb", Std: [3]float32{255, 255, 255},
	}}}
	library, err := nodestest.Env(t).Models.Path(runtime, "library")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(library, filepath.Join(k.dir, filepath.Base(library))); err != nil {
		t.Fatal(err)
	}
	return k
}

// add gives the model a file of a role.
func (k *textKit) add(t *testing.T, role, content string) *models.File {
	t.Helper()
	if err := os.WriteFile(filepath.Join(k.dir, role), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(content))
	k.model.Files = append(k.model.Files, models.File{Role: role, Name: role, SHA256: hex.EncodeToString(sum[:])})
	return &k.model.Files[len(k.model.Files)-1]
}

// addNetwork adds a network, whose signature becomes that of its entry.
func (k *textKit) addNetwork(t *testing.T, role string, m *onnx.Model) *models.File {
	t.Helper()
	f := k.add(t, role, string(m.Bytes()))
	f.Inputs, f.Outputs = entriesOf(m.Graph.Inputs), entriesOf(m.Graph.Outputs)
	return f
}

func entriesOf(values []*onnx.Value) (out []models.Tensor) {
	for _, v := range values {
		elem, dims := v.Type()
		entry := models.Tensor{Name: v.Name, Type: elem.String()}
		for _, d := range dims {
			entry.Shape = append(entry.Shape, d.Size)
		}
		out = append(out, entry)
	}
	return out
}

// open is a Detector with the model, closed with the test.
func (k *textKit) open(t *testing.T, cfg Config) (*node, error) {
	t.Helper()
	env := nodestest.Env(t)
	cache, _ := env.Models.Dirs()
	env.Models = models.NewStore(cache, k.dir)
	cfg.MaxDetections = 100
	if err := cfg.checkText(k.model); err != nil {
		return nil, err
	}
	m, l, err := openText(t.Context(), env, cfg, k.model)
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() {
		if err := m.close(); err != nil {
			t.Error(err)
		}
	})
	return &node{method: m, limits: l, every: 1}, nil
}

func (k *textKit) mustOpen(t *testing.T, cfg Config) *node {
	t.Helper()
	n, err := k.open(t, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// red is a picture of pure red.
func red(t *testing.T, width, height int) *nodes.Frame {
	t.Helper()
	pix := make([]byte, 3*width*height)
	for i := 2; i < len(pix); i += 3 {
		pix[i] = 255
	}
	f := nodes.NewFrame(width, height, nodes.BGR8, pix, nil)
	t.Cleanup(f.Release)
	return f
}

// redShare adds a node that gives the mean of the red plane of a picture: 1 where
// red covers all of the input.
func redShare(g *onnx.Graph, picture string) (name string) {
	g.AddTensor(onnx.NewTensor("first plane", []int64{0}, 1))
	g.AddNode("Gather", []string{picture, "first plane"}, []string{"red plane"}, onnx.IntAttr("axis", 1))
	g.AddNode("ReduceMean", []string{"red plane"}, []string{"red share"}, onnx.IntAttr("keepdims", 0))
	return "red share"
}
