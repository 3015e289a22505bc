package onnx

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// field is one field of a protocol buffer message.
type field struct {
	num    int
	typ    protowire.Type
	number uint64 // of varint and fixed types
	bytes  []byte // of length-delimited ones
}

// each calls know with every field of a message, in order. A field that it does not
// know is added to rest, tag and all; a nil rest drops it.
func each(b []byte, rest *[]byte, know func(field) (bool, error)) error {
	for len(b) > 0 {
		f, n, err := next(b)
		if err != nil {
			return err
		}
		known, err := know(f)
		if err != nil {
			return err
		}
		if !known && rest != nil {
			*rest = append(*rest, b[:n]...)
		}
		b = b[n:]
	}
	return nil
}

func next(b []byte) (f field, length int, err error) {
	num, typ, n := protowire.ConsumeTag(b)
	if n < 0 {
		return f, 0, fmt.Errorf("broken file: %w", protowire.ParseError(n))
	}
	f.num, f.typ = int(num), typ
	body, m := b[n:], 0
	switch typ {
	case protowire.VarintType:
		f.number, m = protowire.ConsumeVarint(body)
	case protowire.Fixed32Type:
		var v uint32
		v, m = protowire.ConsumeFixed32(body)
		f.number = uint64(v)
	case protowire.Fixed64Type:
		f.number, m = protowire.ConsumeFixed64(body)
	case protowire.BytesType:
		f.bytes, m = protowire.ConsumeBytes(body)
	case protowire.StartGroupType, protowire.EndGroupType:
		return f, 0, errors.New("broken file: a group") // ONNX has none
	}
	if m < 0 {
		return f, 0, fmt.Errorf("broken file: field %d: %w", num, protowire.ParseError(m))
	}
	return f, n + m, nil
}

func (f field) must(typ protowire.Type) error {
	if f.typ != typ {
		return fmt.Errorf("broken file: field %d has wire type %d, want %d", f.num, f.typ, typ)
	}
	return nil
}

func (f field) int(to *int64) error {
	*to = int64(f.number)
	return f.must(protowire.VarintType)
}

func (f field) text(to *string) error {
	*to = string(f.bytes)
	return f.must(protowire.BytesType)
}

func (f field) texts(to *[]string) error {
	*to = append(*to, string(f.bytes))
	return f.must(protowire.BytesType)
}

// ints adds one integer, or many that are packed.
func (f field) ints(to *[]int64) error {
	if f.typ != protowire.BytesType {
		*to = append(*to, int64(f.number))
		return f.must(protowire.VarintType)
	}
	for b := f.bytes; len(b) > 0; {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return fmt.Errorf("broken file: field %d: %w", f.num, protowire.ParseError(n))
		}
		*to, b = append(*to, int64(v)), b[n:]
	}
	return nil
}

func (f field) message(what string, parse func([]byte) error) error {
	if err := f.must(protowire.BytesType); err != nil {
		return err
	}
	if err := parse(f.bytes); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// parseInto adds a message to a list. An error tells its place there.
func parseInto[T any](f field, what string, list *[]T, parse func([]byte) (T, error)) error {
	return f.message(fmt.Sprintf("%s %d", what, len(*list)), func(b []byte) error {
		v, err := parse(b)
		*list = append(*list, v)
		return err
	})
}
