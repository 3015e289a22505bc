package graph

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// A graph file is small and flat. The limits count what aliases stand for, so
// that a few lines cannot unfold into gigabytes.
const (
	maxDepth  = 32
	maxValues = 100_000
)

// parseTree parses one YAML document and returns its root without aliases. The
// positions in it are those of the text.
func parseTree(file string, text []byte) (*yaml.Node, *nodes.Problem) {
	fail := func(line, col int, format string, args ...any) (*yaml.Node, *nodes.Problem) {
		return nil, &nodes.Problem{File: file, Line: line, Col: col, Msg: fmt.Sprintf(format, args...)}
	}
	if len(text) > maxFile {
		return fail(0, 0, "is larger than %d KiB: this is no graph file", maxFile>>10)
	}
	if line, col, ok := findBinary(text); ok {
		return fail(line, col, "is no UTF-8 text: this is no graph file")
	}
	loader, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		return fail(0, 0, "%v", err)
	}
	var doc, second yaml.Node
	switch err := loader.Load(&doc); {
	case err == io.EOF: //nolint:errorlint // the loader returns it bare
		return fail(1, 1, "is empty; a graph file starts with version: 1")
	case err != nil:
		return nil, syntax(file, err)
	}
	switch err := loader.Load(&second); {
	case err == nil:
		return fail(second.Line, second.Column, "a second document starts here; a graph file holds one")
	case err != io.EOF: //nolint:errorlint // the loader returns it bare
		return nil, syntax(file, err)
	}
	left := maxValues
	root, err := unalias(doc.Content[0], 0, &left)
	if err != nil {
		return fail(root.Line, root.Column, "%v", err)
	}
	return root, nil
}

func syntax(file string, err error) *nodes.Problem {
	p := &nodes.Problem{File: file, Msg: err.Error()}
	if e := (*yaml.LoadError)(nil); errors.As(err, &e) {
		p.Line, p.Col, p.Msg = e.Mark.Line, e.Mark.Column, "no valid YAML: "+e.Message
		if e.ContextMsg != "" {
			p.Msg += " " + e.ContextMsg
		}
	}
	return p
}

// findBinary is the place of the first byte that no text has.
func findBinary(text []byte) (line, col int, found bool) {
	line, col = 1, 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && size == 1, r < ' ' && r != '\n' && r != '\r' && r != '\t', r == 0x7f:
			return line, col, true
		case r == '\n':
			line, col = line+1, 1
		default:
			col++
		}
		i += size
	}
	return 0, 0, false
}

// unalias copies a tree and puts what they stand for in the place of aliases, so
// that whoever changes one place changes only that. With an error comes the
// node that was one too many.
func unalias(n *yaml.Node, depth int, left *int) (*yaml.Node, error) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	*left--
	if depth > maxDepth {
		return n, fmt.Errorf("nested deeper than %d levels", maxDepth)
	}
	if *left < 0 {
		return n, fmt.Errorf("has more than %d values, counting each alias as what it stands for", maxValues)
	}
	c := *n
	c.Anchor, c.Content = "", nil
	for _, child := range n.Content {
		v, err := unalias(child, depth+1, left)
		if err != nil {
			return v, err
		}
		c.Content = append(c.Content, v)
	}
	return &c, nil
}
