// Package onnx reads, edits, builds and writes ONNX models: the protocol buffers of
// onnx.proto (github.com/onnx/onnx), from IR version 3 on. It knows the parts that
// rewriting a graph needs; everything else in a file is kept as it is and written
// again. It runs nothing: see package ort.
//
// A tiny model:
//
//	m := onnx.New(17)
//	m.Graph.AddInput("x", onnx.Float32, -1, 2)
//	m.Graph.AddTensor(onnx.NewTensor("w", []float32{1, 2, 3, 4}, 2, 2))
//	m.Graph.AddNode("MatMul", []string{"x", "w"}, []string{"y"})
//	m.Graph.AddOutput("y", onnx.Float32, -1, 2)
//	file := m.Bytes()
package onnx
