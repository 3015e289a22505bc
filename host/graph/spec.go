package graph

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// Spec is a graph file as it was written. Nothing in it has been looked up yet:
// see Check.
type Spec struct {
	File    string
	Text    []byte // as it was read
	Threads int    // see nodes.Env; 0 when the file says nothing
	Plugins []Plugin
	Nodes   []*NodeSpec  // in file order
	Streams []StreamSpec // in file order; none: the graph is run once, as its nodes say
	Stream  string       // the stream that this spec is of; empty: it is of none (see PerStream)

	root     *yaml.Node
	nodesAt  *yaml.Node                 // the key "nodes"; the root when there is none
	served   map[string]*nodes.Registry // by plugin: see Serve
	sets     []setting                  // with Set
	unplaced string                     // whose settings have no place in the file; empty: those of Set
	problems []nodes.Problem            // of structure, found while reading; Check returns them with the rest
}

// NodeSpec is one node of a graph file.
type NodeSpec struct {
	Name   string
	Type   string     // empty when the file says none
	Plugin string     // the plugin that runs it; empty for the host
	In     []Ref      // in file order
	With   *yaml.Node // its settings; nil when it has none

	key, typeAt, pluginAt *yaml.Node
	unknown               []*yaml.Node // keys that mean nothing here
	inBroken              bool         // In is empty because it could not be read
}

// Ref says what feeds an input port.
type Ref struct {
	Port   string // of the node that reads
	Node   string // that writes
	Output string // of the writing node; empty when the file leaves it to Check

	at, portAt *yaml.Node
}

// maxFile is far above any graph that a person or a program would write.
const maxFile = 256 << 10

// Load reads a graph file. What stops it from being read at all, such as broken
// YAML, comes back as problems, and then there is no Spec. Everything else that
// is wrong is found by Check.
func Load(file string) (*Spec, []nodes.Problem) {
	f, err := os.Open(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, unreadable(file, err)
	}
	return Parse(file, text)
}

// unreadable takes the file's name out of the error: the problem has it already.
func unreadable(file string, err error) []nodes.Problem {
	if pathErr := (*os.PathError)(nil); errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return []nodes.Problem{{File: file, Msg: fmt.Sprintf("cannot be read: %v", err)}}
}

// Parse is Load for text that has been read already; file is the name in problems.
func Parse(file string, text []byte) (*Spec, []nodes.Problem) {
	root, problem := parseTree(file, text)
	if problem != nil {
		return nil, []nodes.Problem{*problem}
	}
	s := &Spec{File: file, Text: text, root: root, nodesAt: root}
	if root.Kind != yaml.MappingNode {
		return nil, []nodes.Problem{s.problem(root, "", "want %s, got %s", strings.Join(fileKeys, ", "), nodes.KindName(root))}
	}
	s.read()
	return s, nil
}

func (s *Spec) add(at *yaml.Node, path, format string, args ...any) {
	s.problems = append(s.problems, s.problem(at, path, format, args...))
}

func (s *Spec) problem(at *yaml.Node, path, format string, args ...any) nodes.Problem {
	return nodes.Problem{File: s.File, Line: at.Line, Col: at.Column, Path: path, Msg: fmt.Sprintf(format, args...)}
}

func (s *Spec) node(name string) *NodeSpec {
	for _, n := range s.Nodes {
		if n.Name == name {
			return n
		}
	}
	return nil
}

func (s *Spec) names() []string {
	var names []string
	for _, n := range s.Nodes {
		names = append(names, n.Name)
	}
	return names
}

// Name is the stream's, or the graph file's without folder and ending.
func (s *Spec) Name() string {
	base := filepath.Base(s.File)
	return cmp.Or(s.Stream, strings.TrimSuffix(base, filepath.Ext(base)))
}

func (n *NodeSpec) path(below ...string) string {
	return strings.Join(append([]string{"nodes", n.Name}, below...), ".")
}
