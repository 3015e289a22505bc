package onnxtest

import (
	"fmt"
	"math"

	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

// builder writes a graph as expressions.
type builder struct {
	*onnx.Graph
	c, s int64 // channels and side of the embedding
}

// op is a function that adds an operation and returns the name of its output.
func (b *builder) op(op string, attributes ...onnx.Attribute) func(inputs ...string) string {
	return func(inputs ...string) string { return b.Op(op, inputs, attributes...) }
}

func (b *builder) name() string { return fmt.Sprint("constant ", len(b.Initializers)) }

func (b *builder) ints(v ...int64) string {
	return b.AddTensor(onnx.NewTensor(b.name(), v, int64(len(v))))
}

func (b *builder) scalar(v int64) string {
	return b.AddTensor(onnx.NewTensor(b.name(), []int64{v}))
}

func (b *builder) floats(v ...float32) string {
	return b.AddTensor(onnx.NewTensor(b.name(), v, int64(len(v))))
}

// weights is a tensor of numbers in -0.5..0.5 that look random and are the same each
// time.
func (b *builder) weights(dims ...int64) string {
	size := int64(1)
	for _, d := range dims {
		size *= d
	}
	values := make([]float32, size)
	for i := range values {
		_, f := math.Modf(math.Abs(math.Sin(float64(i+1+len(b.Initializers))) * 43758.5453))
		values[i] = float32(f) - 0.5
	}
	return b.AddTensor(onnx.NewTensor(b.name(), values, dims...))
}

// dim is one of the dimensions of x, as a list of one.
func (b *builder) dim(x string, at int64) string {
	return b.op("Gather")(b.op("Shape")(x), b.ints(at))
}

func (b *builder) linear(x string, in, out int64) string {
	return b.op("Add")(b.op("MatMul")(x, b.weights(in, out)), b.weights(out))
}

// attention is that of Vaswani et al., Attention is all you need, 2017.
func (b *builder) attention(queries, keys, values string) string {
	q := b.split(b.linear(queries, b.c, b.c/2), 0, 2, 1, 3)
	k := b.split(b.linear(keys, b.c, b.c/2), 0, 2, 3, 1)
	v := b.split(b.linear(values, b.c, b.c/2), 0, 2, 1, 3)
	weights := b.op("Softmax", onnx.IntAttr("axis", -1))(b.op("MatMul")(q, k))
	mixed := b.op("Transpose", onnx.IntsAttr("perm", 0, 2, 1, 3))(b.op("MatMul")(weights, v))
	return b.linear(b.op("Reshape")(mixed, b.ints(0, 0, -1)), b.c/2, b.c)
}

// split cuts [objects,places,values] into heads.
func (b *builder) split(x string, perm ...int64) string {
	return b.op("Transpose", onnx.IntsAttr("perm", perm...))(b.op("Reshape")(x, b.ints(0, 0, heads, b.c/2/heads)))
}
