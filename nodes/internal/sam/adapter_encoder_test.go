package sam

import "github.com/maskgraph/maskgraph/nodes/internal/onnx"

// tinyEncoder averages each cell of the 64x64: the first three channels of the
// embedding are those of its input. More outputs are the embedding times 2, 3, ...
func tinyEncoder(side int64, outputs ...string) *onnx.Model {
	m := onnx.New(17)
	g := m.Graph
	g.AddInput("image", onnx.Float32, 1, 3, side, side)
	cell := side / 64
	g.AddNode("AveragePool", []string{"image"}, []string{"cells"}, onnx.IntsAttr("kernel_shape", cell, cell), onnx.IntsAttr("strides", cell, cell))
	widen(g, "cells", 3, "embedding")
	g.AddOutput("embedding", onnx.Float32, 1, 256, 64, 64)
	for i, name := range outputs {
		g.AddTensor(onnx.NewTensor("times "+name, []float32{float32(i + 2)}, 1))
		g.AddNode("Mul", []string{"embedding", "times " + name}, []string{name})
		g.AddOutput(name, onnx.Float32, 1, 256, 64, 64)
	}
	return m
}

// packedEncoder takes [h,w,3]; the first channels of its embedding are the mean
// colour, h and w.
func packedEncoder() *onnx.Model {
	m := onnx.New(17)
	g := m.Graph
	g.AddInput("input_image", onnx.Float32, -1, -1, 3)
	g.AddTensor(onnx.NewTensor("column", []int64{1, 3, 1, 1}, 4))
	g.AddTensor(onnx.NewTensor("ones", ones(64*64), 1, 1, 64, 64))
	g.AddNode("ReduceMean", []string{"input_image"}, []string{"mean"}, onnx.IntsAttr("axes", 0, 1))
	g.AddNode("Shape", []string{"input_image"}, []string{"shape"})
	g.AddNode("Cast", []string{"shape"}, []string{"floats"}, onnx.IntAttr("to", int64(onnx.Float32)))
	g.AddNode("Reshape", []string{"mean", "column"}, []string{"means"})
	g.AddNode("Reshape", []string{"floats", "column"}, []string{"shapes"})
	g.AddNode("Concat", []string{"means", "shapes"}, []string{"both"}, onnx.IntAttr("axis", 1))
	g.AddNode("Mul", []string{"both", "ones"}, []string{"cells"})
	widen(g, "cells", 6, "embedding")
	g.AddOutput("embedding", onnx.Float32, 1, 256, 64, 64)
	return m
}

// widen makes 256 channels of a few, which stay the first.
func widen(g *onnx.Graph, from string, channels int, to string) {
	w := make([]float32, 256*channels)
	for c := range channels {
		w[c*channels+c] = 1
	}
	g.AddTensor(onnx.NewTensor("wide", w, 256, int64(channels), 1, 1))
	g.AddNode("Conv", []string{from, "wide"}, []string{to})
}

func ones(n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = 1
	}
	return v
}
