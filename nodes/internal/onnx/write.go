package onnx

import "google.golang.org/protobuf/encoding/protowire"

// Bytes is the model as a file.
func (m *Model) Bytes() []byte {
	b := appendInt(nil, 1, m.IR)
	b = append(b, m.rest...)
	for _, o := range m.Opsets {
		var opset []byte
		if o.Domain != "" {
			opset = appendText(nil, 1, o.Domain)
		}
		b = appendMessage(b, 8, appendInt(opset, 2, o.Version))
	}
	return appendMessage(b, 7, m.Graph.append(nil))
}

func (g *Graph) append(b []byte) []byte {
	for _, n := range g.Nodes {
		b = appendMessage(b, 1, n.append(nil))
	}
	if g.Name != "" {
		b = appendText(b, 2, g.Name)
	}
	for _, t := range g.Initializers {
		b = appendMessage(b, 5, t.append(nil))
	}
	b = appendValues(b, 11, g.Inputs)
	b = appendValues(b, 12, g.Outputs)
	b = appendValues(b, 13, g.Values)
	return append(b, g.rest...)
}

func (n *Node) append(b []byte) []byte {
	for _, name := range n.Inputs {
		b = appendText(b, 1, name)
	}
	for _, name := range n.Outputs {
		b = appendText(b, 2, name)
	}
	if n.Name != "" {
		b = appendText(b, 3, n.Name)
	}
	b = appendText(b, 4, n.Op)
	for _, a := range n.Attributes {
		b = appendMessage(b, 5, append(appendText(nil, 1, a.Name), a.rest...))
	}
	if n.Domain != "" {
		b = appendText(b, 7, n.Domain)
	}
	return append(b, n.rest...)
}

func (t *Tensor) append(b []byte) []byte {
	for _, d := range t.Dims {
		b = appendInt(b, 1, d)
	}
	b = appendInt(b, 2, int64(t.Type))
	if t.Name != "" {
		b = appendText(b, 8, t.Name)
	}
	if t.raw != nil {
		b = appendMessage(b, 9, t.raw)
	}
	return append(b, t.rest...)
}

func appendValues(b []byte, num protowire.Number, values []*Value) []byte {
	for _, v := range values {
		message := appendText(nil, 1, v.Name)
		if v.typ != nil {
			message = appendMessage(message, 2, v.typ)
		}
		b = appendMessage(b, num, append(message, v.rest...))
	}
	return b
}

func appendInt(b []byte, num protowire.Number, v int64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, num, protowire.VarintType), uint64(v))
}

func appendText(b []byte, num protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, num, protowire.BytesType), s)
}

func appendMessage(b []byte, num protowire.Number, message []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, num, protowire.BytesType), message)
}
