package onnx

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

func TestBrokenFiles(t *testing.T) {
	graph := func(b []byte) []byte { return appendMessage(nil, 7, b) }
	nested := []byte{}
	for range maxDepth + 2 {
		nested = appendMessage(nil, 1, appendMessage(nil, 5, appendMessage(nil, 6, nested)))
	}
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "onnx: no graph: this is not an ONNX model"},
		{"cut off", small().Bytes()[:20], "onnx: broken file: field 7: unexpected EOF"},
		{"two graphs", append(graph(nil), graph(nil)...), "onnx: more than one graph"},
		{"a node that is a number", graph(appendInt(nil, 1, 3)), "onnx: graph: broken file: field 1 has wire type 0, want 2"},
		{"an initializer's name that is a number", graph(append(appendMessage(nil, 5, nil), appendMessage(nil, 5, appendInt(nil, 8, 1))...)), "onnx: graph: initializer 1: broken file: field 8 has wire type 0, want 2"},
		{"a group", protowire.AppendTag(nil, 1, protowire.StartGroupType), "onnx: broken file: a group"},
		{"graphs without end", graph(nested), "more than 32 graphs within each other"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.data)
			if got := fmt.Sprint(err); got != tt.want && (len(tt.want) > 60 || !strings.HasSuffix(got, tt.want)) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// FuzzParse: whatever is in a file, it is refused or kept, and what is read from it
// is no larger than the file.
func FuzzParse(f *testing.F) {
	f.Add(small().Bytes())
	f.Add(withBranch().Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if err != nil {
			return
		}
		once := m.Bytes()
		again, err := Parse(once)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if !bytes.Equal(again.Bytes(), once) {
			t.Error("written twice it differs")
		}
		g := m.Graph
		for _, v := range g.Inputs {
			v.Type()
			g.Dependents(v.Name)
			g.Constant(v.Name)
		}
		for _, tensor := range g.Initializers {
			floats, _ := Data[float32](tensor)
			ints, _ := Data[int64](tensor)
			if len(floats)+len(ints) > len(data) {
				t.Errorf("%d elements in %d bytes", len(floats)+len(ints), len(data))
			}
		}
		for _, n := range g.Nodes {
			for _, a := range n.Attributes {
				n.Int(a.Name, 0)
				n.Float(a.Name, 0)
				n.Ints(a.Name)
				n.Tensor(a.Name)
			}
		}
		g.Prune()
		if _, err := Parse(m.Bytes()); err != nil {
			t.Errorf("pruned: %v", err)
		}
	})
}
