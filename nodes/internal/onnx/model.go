package onnx

import (
	"errors"
	"fmt"
)

// Model is one ONNX file. Parse and New make one; its Graph is never nil.
type Model struct {
	IR     int64   // version of the file format
	Opsets []Opset // what the operators of each domain mean
	Graph  *Graph

	rest []byte
}

// Opset is the version of a domain's operators. The domain of the standard ones is
// empty.
type Opset struct {
	Domain  string
	Version int64
}

// Graph is what a model computes. Nodes are in an order in which they can run.
type Graph struct {
	Name         string
	Nodes        []*Node
	Initializers []*Tensor // constants by name
	Inputs       []*Value  // before IR version 4 with those of the initializers among them
	Outputs      []*Value
	Values       []*Value // types of tensors within, where the file tells them

	rest []byte
}

// Node is one operation. Inputs and Outputs are names of tensors; an empty one
// stands for an optional tensor that is not there.
type Node struct {
	Op         string // such as MatMul
	Domain     string // empty for standard operators
	Name       string
	Inputs     []string
	Outputs    []string
	Attributes []Attribute

	rest []byte
}

// Parse reads a model. The model refers to parts of data, which must not be
// changed afterwards. Errors say where in the model the file is broken.
func Parse(data []byte) (*Model, error) {
	m, err := parseModel(data)
	if err != nil {
		return nil, fmt.Errorf("onnx: %w", err)
	}
	return m, nil
}

func parseModel(data []byte) (*Model, error) {
	m := &Model{}
	err := each(data, &m.rest, func(f field) (bool, error) {
		switch f.num {
		case 1:
			return true, f.int(&m.IR)
		case 7:
			if m.Graph != nil {
				return true, errors.New("more than one graph")
			}
			return true, f.message("graph", func(b []byte) (err error) {
				m.Graph, err = parseGraph(b, 0)
				return err
			})
		case 8:
			return true, f.message("opset", func(b []byte) error {
				o, err := parseOpset(b)
				m.Opsets = append(m.Opsets, o)
				return err
			})
		}
		return false, nil
	})
	if err == nil && m.Graph == nil {
		err = errors.New("no graph: this is not an ONNX model")
	}
	return m, err
}

func parseOpset(data []byte) (o Opset, err error) {
	err = each(data, nil, func(f field) (bool, error) {
		switch f.num {
		case 1:
			return true, f.text(&o.Domain)
		case 2:
			return true, f.int(&o.Version)
		}
		return false, nil
	})
	return o, err
}

// maxDepth bounds graphs within graphs (bodies of If and Loop).
const maxDepth = 32

func parseGraph(data []byte, depth int) (*Graph, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("more than %d graphs within each other", maxDepth)
	}
	g := &Graph{}
	return g, each(data, &g.rest, func(f field) (bool, error) {
		switch f.num {
		case 1:
			return true, parseInto(f, "node", &g.Nodes, func(b []byte) (*Node, error) { return parseNode(b, depth) })
		case 2:
			return true, f.text(&g.Name)
		case 5:
			return true, parseInto(f, "initializer", &g.Initializers, parseTensor)
		case 11:
			return true, parseInto(f, "input", &g.Inputs, parseValue)
		case 12:
			return true, parseInto(f, "output", &g.Outputs, parseValue)
		case 13:
			return true, parseInto(f, "value", &g.Values, parseValue)
		}
		return false, nil
	})
}

func parseNode(data []byte, depth int) (*Node, error) {
	n := &Node{}
	return n, each(data, &n.rest, func(f field) (bool, error) {
		switch f.num {
		case 1:
			return true, f.texts(&n.Inputs)
		case 2:
			return true, f.texts(&n.Outputs)
		case 3:
			return true, f.text(&n.Name)
		case 4:
			return true, f.text(&n.Op)
		case 5:
			return true, parseInto(f, "attribute", &n.Attributes, func(b []byte) (Attribute, error) { return parseAttribute(b, depth) })
		case 7:
			return true, f.text(&n.Domain)
		}
		return false, nil
	})
}
