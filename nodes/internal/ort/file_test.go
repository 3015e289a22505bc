package ort

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// tiny writes a model with outputs of three types: the places where x is not 0, x
// doubled, and ids and bytes as they came.
func tiny(t *testing.T) string {
	t.Helper()
	m := onnx.New(17)
	g := m.Graph
	g.AddInput("x", onnx.Float32, -1)
	g.AddInput("ids", onnx.Int64, 2, -1)
	g.AddInput("pix", onnx.Uint8, 3)
	g.AddTensor(onnx.NewTensor("two", []float32{2}, 1))
	g.AddNode("Mul", []string{"x", "two"}, []string{"doubled"})
	g.AddNode("NonZero", []string{"x"}, []string{"places"})
	g.AddNode("Add", []string{"ids", "ids"}, []string{"sums"})
	g.AddNode("Identity", []string{"pix"}, []string{"same"})
	g.AddOutput("doubled", onnx.Float32, -1)
	g.AddOutput("places", onnx.Int64, 1, -1)
	g.AddOutput("sums", onnx.Int64, 2, -1)
	g.AddOutput("same", onnx.Uint8, 3)
	path := filepath.Join(t.TempDir(), "tiny.onnx")
	if err := os.WriteFile(path, m.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func openFile(t *testing.T, path string, inputs, outputs []string) (*Session, error) {
	t.Helper()
	nodestest.Model(t, "onnxruntime")
	s, letGo, err := OpenFile(nodestest.Env(t), "tiny", path, inputs, outputs, Options{Threads: 1})
	if err == nil {
		t.Cleanup(func() { _ = letGo() })
	}
	return s, err
}

func TestElementTypes(t *testing.T) {
	s, err := openFile(t, tiny(t), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	in := []Tensor{
		{Shape: []int64{3}, Data: []float32{0, 1, 2.5}},
		{Shape: []int64{2, 1}, Ints: []int64{4, 1 << 40}},
		{Shape: []int64{3}, Bytes: []byte{1, 2, 255}},
	}
	want := []Tensor{
		{Shape: []int64{3}, Data: []float32{0, 2, 5}},
		{Shape: []int64{1, 2}, Ints: []int64{1, 2}},
		{Shape: []int64{2, 1}, Ints: []int64{8, 1 << 41}},
		{Shape: []int64{3}, Bytes: []byte{1, 2, 255}},
	}
	for _, tt := range []struct {
		name string
		out  []Tensor
	}{
		{"outputs made by Run", make([]Tensor, 4)},
		{"outputs that are there", []Tensor{
			NewTensor(3),
			{Shape: []int64{1, 2}, Ints: make([]int64, 2)},
			{Shape: []int64{2, 1}, Ints: make([]int64, 2)},
			{Shape: []int64{3}, Bytes: make([]byte, 3)},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := s.Run(context.Background(), in, tt.out); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(tt.out, want) {
				t.Errorf("got  %v\nwant %v", tt.out, want)
			}
		})
	}
}

func TestChosenTensors(t *testing.T) {
	s, err := openFile(t, tiny(t), []string{"pix", "x", "ids"}, []string{"sums"})
	if err != nil {
		t.Fatal(err)
	}
	wantIn := []models.Tensor{
		{Name: "pix", Type: "uint8", Shape: []int64{3}},
		{Name: "x", Type: "float", Shape: []int64{-1}},
		{Name: "ids", Type: "int64", Shape: []int64{2, -1}},
	}
	if !reflect.DeepEqual(s.Inputs(), wantIn) || len(s.Outputs()) != 1 {
		t.Errorf("%v -> %v", s.Inputs(), s.Outputs())
	}
	out := make([]Tensor, 1)
	in := []Tensor{
		{Shape: []int64{3}, Bytes: []byte{1, 2, 3}},
		{Shape: []int64{1}, Data: []float32{1}},
		{Shape: []int64{2, 1}, Ints: []int64{3, 4}},
	}
	if err := s.Run(context.Background(), in, out); err != nil || out[0].Ints[1] != 8 {
		t.Errorf("%v, %v", out, err)
	}
}
