package rewrite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/onnxtest"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/samdecoder"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestRealModel: every rewrite of the real model passes its check and has the inputs
// that its comment promises.
func TestRealModel(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	m, store := nodestest.Model(t, "mobile-sam"), nodestest.Env(t).Models
	cache := t.TempDir()
	for _, f := range m.Files {
		path, err := store.Path(m, f.Role)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(cache, f.Name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv(ort.LibraryEnv, library(t, store))
	for _, tt := range []struct {
		role, inputs string
		r            Rewrite
	}{
		{"decoder", "image_embeddings [1 256 64 64], point_coords [-1 -1 2], point_labels [-1 -1], mask_input [-1 1 256 256], has_mask_input [-1]", SAMBatch},
		{"decoder", "image_embeddings [1 256 64 64]", SAMPrefix},
		{"decoder", "point_coords [-1 -1 2], point_labels [-1 -1], [1 4096 256], [1 8 16 4096], [1 8 4096 16], [1 8 4096 16]", SAMSuffix},
		{"encoder", "input [-1 3 1024 1024]", Int8},
	} {
		t.Run(tt.r.Name, func(t *testing.T) {
			path, err := Path(models.NewStore(cache, cache), m, tt.role, tt.r)
			if err != nil {
				t.Fatal(err)
			}
			inputs, _, err := ort.Signature(path)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, in := range inputs {
				name := in.Name + " "
				if strings.HasPrefix(name, "/") { // the exporter's
					name = ""
				}
				got = append(got, fmt.Sprint(name, in.Shape))
			}
			if strings.Join(got, ", ") != tt.inputs {
				t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), tt.inputs)
			}
		})
	}
}

func library(t *testing.T, store *models.Store) string {
	t.Helper()
	path, err := store.Path(nodestest.Model(t, "onnxruntime"), "library")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCheck: a decoder that answers otherwise than the original is refused.
func TestCheck(t *testing.T) {
	store := nodestest.Env(t).Models
	t.Setenv(ort.LibraryEnv, library(t, store))
	file := onnxtest.SAMDecoder{Channels: 8, Side: 4}.Model().Bytes()
	original := save(t, file)
	for _, tt := range []struct {
		name, want string
		edit       func(*onnx.Graph)
	}{
		{"right", "", func(*onnx.Graph) {}},
		{"other masks", "equal answers: low_res_masks differ by ", func(g *onnx.Graph) { exchange(g, "Relu", "Sigmoid") }},
		{"one object for two", "answer for each object: low_res_masks have shape [1 4 16 16] when rewritten", firstOnly},
		{"an input that nobody knows", "known meaning of input depth", func(g *onnx.Graph) { g.AddInput("depth", onnx.Float32, 1) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			made, err := samdecoder.Batch(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := onnx.Parse(made)
			if err != nil {
				t.Fatal(err)
			}
			tt.edit(m.Graph)
			err = checkDecoder(store, original, save(t, m.Bytes()))
			missing := (*samdecoder.MissingError)(nil)
			if tt.want == "" && err != nil || tt.want != "" && (!errors.As(err, &missing) || !strings.HasPrefix(missing.Pattern, tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func exchange(g *onnx.Graph, op, with string) {
	for _, n := range g.Nodes {
		if n.Op == op {
			n.Op = with
		}
	}
}

// firstOnly keeps one object's masks.
func firstOnly(g *onnx.Graph) {
	zero, one := g.AddTensor(onnx.NewTensor("zero", []int64{0}, 1)), g.AddTensor(onnx.NewTensor("one", []int64{1}, 1))
	g.AddNode("Slice", []string{samdecoder.Masks, zero, one, zero}, []string{"first"})
	for _, n := range g.Nodes[:len(g.Nodes)-1] {
		for i, name := range n.Outputs {
			if name == samdecoder.Masks {
				n.Outputs[i] = "masks of all"
			}
		}
	}
	last := g.Nodes[len(g.Nodes)-1]
	last.Inputs[0], last.Outputs[0] = "masks of all", samdecoder.Masks
}

func save(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.onnx")
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
