package onnx

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// Type is the type of a tensor's elements, as in onnx.proto's DataType.
type Type int64

// The element types that have a meaning here. There are more.
const (
	Float32 Type = 1
	Uint8   Type = 2
	Int8    Type = 3
	Int32   Type = 6
	Int64   Type = 7
	Bool    Type = 9
)

// String is the type's name, such as int64; float for Float32.
func (t Type) String() string {
	names := []string{
		"undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "double",
		"uint32", "uint64", "complex64", "complex128", "bfloat16",
	}
	if t < 0 || int(t) >= len(names) {
		return fmt.Sprintf("type %d", int64(t))
	}
	return names[t]
}

// Dim is one dimension of a shape: a Size of -1 is free, with a name or without.
type Dim struct {
	Size int64
	Name string
}

// Value says what is known about a tensor whose content is not in the file: an
// input, an output or one in between.
type Value struct {
	Name string

	typ  []byte // TypeProto
	rest []byte
}

// NewValue describes a tensor. A negative dimension is free.
func NewValue(name string, t Type, dims ...int64) *Value {
	shape := make([]Dim, len(dims))
	for i, d := range dims {
		shape[i] = Dim{Size: max(d, -1)}
	}
	v := &Value{Name: name}
	v.SetType(t, shape)
	return v
}

// Type is the type and shape of the tensor. A nil shape is not known, an empty one
// is a scalar's. It is 0 when the value is no tensor.
func (v *Value) Type() (t Type, shape []Dim) {
	_ = each(v.typ, nil, func(f field) (bool, error) {
		if f.num == 1 {
			t, shape = parseTensorType(f.bytes)
		}
		return true, nil
	})
	return t, shape
}

// SetType makes the value a tensor of a type and shape.
func (v *Value) SetType(t Type, shape []Dim) {
	var dims []byte
	for _, d := range shape {
		var dim []byte
		switch {
		case d.Size >= 0:
			dim = appendInt(nil, 1, d.Size)
		case d.Name != "":
			dim = appendText(nil, 2, d.Name)
		}
		dims = appendMessage(dims, 1, dim)
	}
	v.typ = appendMessage(nil, 1, appendMessage(appendInt(nil, 1, int64(t)), 2, dims))
}

func parseTensorType(data []byte) (t Type, shape []Dim) {
	_ = each(data, nil, func(f field) (bool, error) {
		switch f.num {
		case 1:
			t = Type(f.number)
		case 2:
			shape = []Dim{}
			return true, each(f.bytes, nil, func(f field) (bool, error) {
				if f.num == 1 {
					shape = append(shape, parseDim(f.bytes))
				}
				return true, nil
			})
		}
		return true, nil
	})
	return t, shape
}

func parseDim(data []byte) Dim {
	d := Dim{Size: -1}
	_ = each(data, nil, func(f field) (bool, error) {
		switch f.num {
		case 1:
			d.Size = max(int64(f.number), -1)
		case 2:
			d.Name = string(f.bytes)
		}
		return true, nil
	})
	return d
}

func parseValue(data []byte) (*Value, error) {
	v := &Value{}
	return v, each(data, &v.rest, func(f field) (bool, error) {
		switch f.num {
		case 1:
			return true, f.text(&v.Name)
		case 2:
			v.typ = f.bytes
			return true, f.must(protowire.BytesType)
		}
		return false, nil
	})
}
