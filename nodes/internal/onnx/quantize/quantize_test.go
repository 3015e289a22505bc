package quantize

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t testing.TB, env nodes.Env, file []byte, threads int) *ort.Session {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.onnx")
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	s, letGo, err := ort.OpenFile(env, "encoder", path, nil, nil, ort.Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = letGo() })
	return s
}

// TestSmall: two products of one input, one of them with weights whose columns are
// of very different size, and a product that is left alone.
func TestSmall(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	m := onnx.New(17)
	g := m.Graph
	g.AddInput("x", onnx.Float32, -1, 3)
	g.AddTensor(onnx.NewTensor("w", []float32{1, 1000, 0, -0.5, 300, 0, 0.25, -700, 0}, 3, 3))
	g.AddTensor(onnx.NewTensor("v", []float32{1, 2, 3}, 3, 1))
	g.AddNode("MatMul", []string{"x", "w"}, []string{"y"})
	g.AddNode("MatMul", []string{"x", "v"}, []string{"z"})
	g.AddNode("Transpose", []string{"x"}, []string{"xt"}, onnx.IntsAttr("perm", 1, 0))
	g.AddNode("MatMul", []string{"xt", "x"}, []string{"square"})
	g.AddOutput("y", onnx.Float32, -1, 3)
	g.AddOutput("z", onnx.Float32, -1, 1)
	g.AddOutput("square", onnx.Float32, 3, 3)
	small, err := Int8(m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	env := nodestest.Env(t)
	in := []ort.Tensor{{Shape: []int64{2, 3}, Data: []float32{1, 2, -1, 0.5, 0, 3}}}
	want, got := make([]ort.Tensor, 3), make([]ort.Tensor, 3)
	for _, r := range []struct {
		file []byte
		out  []ort.Tensor
	}{{m.Bytes(), want}, {small, got}} {
		if err := open(t, env, r.file, 1).Run(context.Background(), in, r.out); err != nil {
			t.Fatal(err)
		}
	}
	for i, size := range []float64{2, 2000, 1} {
		for c := range 2 {
			g, w := float64(got[0].Data[3*c+i]), float64(want[0].Data[3*c+i])
			if math.Abs(g-w) > 0.01*size*2 {
				t.Errorf("column %d: %g, want %g", i, g, w)
			}
		}
	}
	if got[2].Data[0] != want[2].Data[0] || math.Abs(float64(got[1].Data[0]-want[1].Data[0])) > 0.1 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWithoutProducts(t *testing.T) {
	m := onnx.New(17)
	m.Graph.AddInput("x", onnx.Float32, 2)
	m.Graph.AddNode("Neg", []string{"x"}, []string{"y"})
	m.Graph.AddOutput("y", onnx.Float32, 2)
	for _, tt := range []struct {
		name, want string
		file       []byte
	}{
		{"none", "int8: no MatMul with constant weights among 1 nodes", m.Bytes()},
		{"no model", "int8: onnx: no graph: this is not an ONNX model", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Int8(tt.file); fmt.Sprint(err) != tt.want {
				t.Errorf("got %v", err)
			}
		})
	}
}
