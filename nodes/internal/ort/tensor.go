package ort

import (
	"errors"
	"fmt"
	"slices"

	ort "github.com/yalue/onnxruntime_go"
)

// Tensor is one input or output of a network, in row-major order. Exactly one of
// Data, Ints and Bytes holds its elements, the one that fits the network's type.
// An output's elements must be there, of the right size, before Run, which
// overwrites them; an output without Shape and elements gets both from Run, for one
// more copy of them. A tensor has at least one dimension and no dimension of 0.
type Tensor struct {
	Shape []int64
	Data  []float32 // float
	Ints  []int64   // int64
	Bytes []uint8   // uint8
}

// NewTensor makes a float tensor of zeros.
func NewTensor(shape ...int64) Tensor {
	size := int64(1)
	for _, d := range shape {
		size *= d
	}
	return Tensor{Shape: shape, Data: make([]float32, size)}
}

func (t Tensor) isUnknown() bool {
	return t.Shape == nil && t.Data == nil && t.Ints == nil && t.Bytes == nil
}

func (t Tensor) wrap() (ort.Value, error) {
	shape := ort.NewShape(t.Shape...)
	switch {
	case t.Data != nil && t.Ints == nil && t.Bytes == nil:
		return wrap(shape, t.Data)
	case t.Ints != nil && t.Data == nil && t.Bytes == nil:
		return wrap(shape, t.Ints)
	case t.Bytes != nil && t.Data == nil && t.Ints == nil:
		return wrap(shape, t.Bytes)
	}
	return nil, fmt.Errorf("shape %v: want either Data or Ints or Bytes", t.Shape)
}

func wrap[T ort.TensorData](shape ort.Shape, data []T) (ort.Value, error) {
	v, err := ort.NewTensor(shape, data)
	if err != nil {
		return nil, fmt.Errorf("shape %v with %d values: %w", []int64(shape), len(data), err)
	}
	return v, nil
}

// unwrap takes over what Run made.
func unwrap(v ort.Value) (Tensor, error) {
	shape := slices.Clone([]int64(v.GetShape()))
	switch v := v.(type) {
	case *ort.Tensor[float32]:
		return Tensor{Shape: shape, Data: v.GetData()}, nil
	case *ort.Tensor[int64]:
		return Tensor{Shape: shape, Ints: v.GetData()}, nil
	case *ort.Tensor[uint8]:
		return Tensor{Shape: shape, Bytes: v.GetData()}, nil
	}
	return Tensor{}, errors.New("neither float nor int64 nor uint8")
}

// wrapAll wraps inputs and outputs for one run; an output that is to be made is nil.
// What was wrapped before an error is returned with it.
func wrapAll(in, out []Tensor) (values []ort.Value, err error) {
	for i, t := range slices.Concat(in, out) {
		var v ort.Value
		if i < len(in) || !t.isUnknown() {
			if v, err = t.wrap(); err != nil {
				return values, fmt.Errorf("tensor %d: %w", i, err)
			}
		}
		values = append(values, v)
	}
	return values, nil
}

// takeOver fills in the outputs that Run made.
func takeOver(values []ort.Value, out []Tensor) error {
	for i, v := range values {
		if !out[i].isUnknown() {
			continue
		}
		t, err := unwrap(v)
		if err != nil {
			return fmt.Errorf("output %d: %w", i, err)
		}
		out[i] = t
	}
	return nil
}

func destroy(values []ort.Value) {
	for _, v := range values {
		if v != nil {
			_ = v.Destroy()
		}
	}
}
