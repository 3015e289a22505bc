package onnx

import (
	"encoding/binary"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Tensor is a constant: an initializer, or the value of an attribute.
type Tensor struct {
	Name string
	Type Type
	Dims []int64 // empty: a scalar

	raw  []byte // elements, little endian; nil when they stand in typed fields
	rest []byte
}

// Element is a Go type that tensors are made of.
type Element interface {
	float32 | uint8 | int8 | int32 | int64 | bool
}

// NewTensor makes a tensor of data in row-major order, which it copies. Without
// dims it is a scalar, which has one element.
func NewTensor[T Element](name string, data []T, dims ...int64) *Tensor {
	t := &Tensor{Name: name, Type: typeOf(data), Dims: dims}
	// Numbers of a fixed size cannot fail to be encoded.
	t.raw, _ = binary.Append([]byte{}, binary.LittleEndian, data)
	return t
}

func typeOf(data any) Type {
	switch data.(type) {
	case []float32:
		return Float32
	case []uint8:
		return Uint8
	case []int8:
		return Int8
	case []int32:
		return Int32
	case []int64:
		return Int64
	default:
		return Bool
	}
}

// Data is a copy of the tensor's elements, in row-major order. It is an error when
// T is not the tensor's type, when there are not as many elements as its Dims say,
// and when they are in another file.
func Data[T Element](t *Tensor) ([]T, error) {
	values, err := decode[T](t)
	if err != nil {
		return nil, fmt.Errorf("onnx: tensor %q: %w", t.Name, err)
	}
	return values, nil
}

func decode[T Element](t *Tensor) ([]T, error) {
	if want := typeOf([]T(nil)); t.Type != want {
		return nil, fmt.Errorf("its type is %v, want %v", t.Type, want)
	}
	if t.raw == nil {
		return decodeTyped[T](t)
	}
	values := make([]T, len(t.raw)/binary.Size(*new(T)))
	if _, err := binary.Decode(t.raw, binary.LittleEndian, values); err != nil {
		return nil, err
	}
	return values, t.check(len(values), len(t.raw)%binary.Size(*new(T)) == 0)
}

func (t *Tensor) check(have int, whole bool) error {
	want := int64(1)
	for _, d := range t.Dims {
		if d < 0 || d > 0 && want > math.MaxInt32/d {
			return fmt.Errorf("bad dimensions %v", t.Dims)
		}
		want *= d
	}
	if int64(have) != want || !whole {
		return fmt.Errorf("%d elements for dimensions %v", have, t.Dims)
	}
	return nil
}

func parseTensor(data []byte) (*Tensor, error) {
	t := &Tensor{}
	return t, each(data, &t.rest, func(f field) (bool, error) {
		switch f.num {
		case 1:
			return true, f.ints(&t.Dims)
		case 2:
			return true, f.int((*int64)(&t.Type))
		case 8:
			return true, f.text(&t.Name)
		case 9:
			t.raw = f.bytes
			return true, f.must(protowire.BytesType)
		}
		return false, nil
	})
}
