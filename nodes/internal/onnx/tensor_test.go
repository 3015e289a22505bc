package onnx

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

func TestTensors(t *testing.T) {
	same(t, []float32{1.5, -2, float32(math.Inf(1))})
	same(t, []uint8{1, 255})
	same(t, []int8{-128, 127})
	same(t, []int32{math.MinInt32, 5})
	same(t, []int64{math.MinInt64, 5})
	same(t, []bool{true, false, true})
}

func same[T Element](t *testing.T, want []T) {
	t.Helper()
	tensor, err := parseTensor(NewTensor("x", want, int64(len(want))).append(nil))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Data[T](tensor); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%T: got %v, %v", want, got, err)
	}
}

// TestTypedFields: some exporters write elements as fields of their own, packed or
// not.
func TestTypedFields(t *testing.T) {
	floats := protowire.AppendFixed32(protowire.AppendTag(nil, 4, protowire.Fixed32Type), math.Float32bits(1.5))
	packed := appendMessage(nil, 4, protowire.AppendFixed32(nil, math.Float32bits(2.5)))
	negative := uint64(math.MaxUint64 - 1) // -2
	ints := protowire.AppendVarint(protowire.AppendVarint(nil, 3), negative)
	typed := func(typ Type, rest []byte) *Tensor {
		return &Tensor{Name: "x", Type: typ, Dims: []int64{2}, rest: rest}
	}
	typedIs(t, typed(Float32, append(floats, packed...)), []float32{1.5, 2.5})
	typedIs(t, typed(Int64, appendMessage(nil, 7, ints)), []int64{3, -2})
	typedIs(t, typed(Int32, appendMessage(nil, 5, ints)), []int32{3, -2})
	typedIs(t, typed(Int8, appendMessage(nil, 5, ints)), []int8{3, -2})
	typedIs(t, typed(Uint8, appendInt(appendInt(nil, 5, 3), 5, 200)), []uint8{3, 200})
	typedIs(t, typed(Bool, appendInt(appendInt(nil, 5, 0), 5, 1)), []bool{false, true})
}

func typedIs[T Element](t *testing.T, tensor *Tensor, want []T) {
	t.Helper()
	if got, err := Data[T](tensor); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestBrokenTensors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		tensor *Tensor
		want   string
	}{
		{"another type", NewTensor("x", []int64{1}), `onnx: tensor "x": its type is int64, want float`},
		{"too few", NewTensor("x", []float32{1}, 2), `onnx: tensor "x": 1 elements for dimensions [2]`},
		{"half an element", &Tensor{Name: "x", Type: Float32, raw: make([]byte, 6)}, `onnx: tensor "x": 1 elements for dimensions []`},
		{"negative", NewTensor("x", []float32{1}, -1), `onnx: tensor "x": bad dimensions [-1]`},
		{"enormous", NewTensor("x", []float32{1}, 1<<40, 1<<40), `onnx: tensor "x": bad dimensions [1099511627776 1099511627776]`},
		{"elsewhere", &Tensor{Name: "x", Type: Float32, rest: appendInt(nil, 14, 1)}, `onnx: tensor "x": its data is in another file`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Data[float32](tt.tensor); fmt.Sprint(err) != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}
