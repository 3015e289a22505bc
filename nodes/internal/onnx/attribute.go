package onnx

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Attribute is a setting of a node. Its content never changes: to change a node's
// setting, give it another attribute.
type Attribute struct {
	Name string

	rest   []byte   // AttributeProto without the name
	graphs []*Graph // read from rest
}

// What AttributeProto calls the kinds of attributes.
const (
	kindFloat   = 1
	kindInt     = 2
	kindString  = 3
	kindTensor  = 4
	kindFloats  = 6
	kindInts    = 7
	fieldOfKind = 20
)

// IntAttr makes an attribute that is an integer.
func IntAttr(name string, v int64) Attribute {
	return newAttribute(name, appendInt(nil, 3, v), kindInt)
}

// IntsAttr makes an attribute that is a list of integers.
func IntsAttr(name string, v ...int64) Attribute {
	var b []byte
	for _, i := range v {
		b = appendInt(b, 8, i)
	}
	return newAttribute(name, b, kindInts)
}

// FloatAttr makes an attribute that is a number.
func FloatAttr(name string, v float32) Attribute {
	b := protowire.AppendTag(nil, 2, protowire.Fixed32Type)
	return newAttribute(name, protowire.AppendFixed32(b, math.Float32bits(v)), kindFloat)
}

// StringAttr makes an attribute that is a text.
func StringAttr(name, v string) Attribute {
	return newAttribute(name, appendText(nil, 4, v), kindString)
}

// TensorAttr makes an attribute that is a tensor, such as the value of a Constant.
func TensorAttr(name string, t *Tensor) Attribute {
	return newAttribute(name, appendMessage(nil, 5, t.append(nil)), kindTensor)
}

func newAttribute(name string, content []byte, kind int64) Attribute {
	return Attribute{Name: name, rest: appendInt(content, fieldOfKind, kind)}
}

// Attribute finds a node's attribute by its name.
func (n *Node) Attribute(name string) (Attribute, bool) {
	for _, a := range n.Attributes {
		if a.Name == name {
			return a, true
		}
	}
	return Attribute{}, false
}

// Int is the value of an integer attribute, or what the operator takes without it.
func (n *Node) Int(name string, without int64) int64 {
	a, _ := n.Attribute(name)
	for _, v := range a.ints(3) {
		without = v
	}
	return without
}

// Float is the value of a number, or what the operator takes without it.
func (n *Node) Float(name string, without float32) float32 {
	a, _ := n.Attribute(name)
	for _, v := range a.floats(2) {
		without = v
	}
	return without
}

// Ints is the value of a list of integers, empty when the node has none.
func (n *Node) Ints(name string) []int64 {
	a, _ := n.Attribute(name)
	return a.ints(8)
}

// Tensor is the value of a tensor attribute, nil when the node has none.
func (n *Node) Tensor(name string) (t *Tensor) {
	a, _ := n.Attribute(name)
	_ = each(a.rest, nil, func(f field) (bool, error) {
		if f.num != 5 {
			return true, nil
		}
		read, err := parseTensor(f.bytes)
		if err == nil {
			t = read
		}
		return true, err
	})
	return t
}

func (a Attribute) ints(num int) (v []int64) {
	_ = each(a.rest, nil, func(f field) (bool, error) {
		if f.num == num {
			return true, f.ints(&v)
		}
		return true, nil
	})
	return v
}

func (a Attribute) floats(num int) (v []float32) {
	_ = each(a.rest, nil, func(f field) (bool, error) {
		if f.num == num {
			return true, f.floats(func(x float32) { v = append(v, x) })
		}
		return true, nil
	})
	return v
}

func parseAttribute(data []byte, depth int) (Attribute, error) {
	a := Attribute{}
	return a, each(data, &a.rest, func(f field) (bool, error) {
		switch f.num {
		case 1:
			return true, f.text(&a.Name)
		case 6, 11: // kept in rest as well: graphs are only read
			return false, parseInto(f, "graph", &a.graphs, func(b []byte) (*Graph, error) { return parseGraph(b, depth+1) })
		}
		return false, nil
	})
}
