package onnx

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// decodeTyped reads elements from float_data, int32_data and int64_data.
func decodeTyped[T Element](t *Tensor) ([]T, error) {
	var values []T
	err := each(t.rest, nil, func(f field) (bool, error) {
		switch f.num {
		case 4:
			return true, f.floats(func(v float32) { values = append(values, convert[T](v, int64(v))) })
		case 5, 7:
			var ints []int64
			err := f.ints(&ints)
			for _, v := range ints {
				values = append(values, convert[T](float32(v), v))
			}
			return true, err
		case 13, 14:
			if f.num == 13 || f.number != 0 {
				return true, errors.New("its data is in another file")
			}
		}
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	return values, t.check(len(values), true)
}

func convert[T Element](f float32, i int64) (v T) {
	switch p := any(&v).(type) {
	case *float32:
		*p = f
	case *uint8:
		*p = uint8(i)
	case *int8:
		*p = int8(i)
	case *int32:
		*p = int32(i)
	case *int64:
		*p = i
	case *bool:
		*p = i != 0
	}
	return v
}

func (f field) floats(add func(float32)) error {
	if f.typ == protowire.Fixed32Type {
		add(math.Float32frombits(uint32(f.number)))
		return nil
	}
	if f.typ != protowire.BytesType || len(f.bytes)%4 != 0 {
		return fmt.Errorf("broken file: field %d is no list of floats", f.num)
	}
	for b := f.bytes; len(b) > 0; b = b[4:] {
		add(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	}
	return nil
}
