package graph

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// The keys of a graph file and of a node.
var (
	fileKeys = []string{"version", "threads", "plugins", "nodes", "streams"}
	nodeKeys = []string{"type", "in", "with", "plugin"}
)

const (
	namePattern = `^[a-z][a-z0-9_-]*$`
	refPattern  = `^[a-z][a-z0-9_-]*(\.[A-Za-z0-9_-]+)?$`
)

var (
	nodeName = regexp.MustCompile(namePattern)
	refForm  = regexp.MustCompile(refPattern)
)

const refWant = "node or node.port"

// maxNodes keeps checks, which compare every name with every other, fast.
const maxNodes = 256

// read takes the tree apart. What does not fit becomes a problem of the Spec.
func (s *Spec) read() {
	hasVersion := false
	for key, val := range s.entries(s.root, "") {
		switch key.Value {
		case "version":
			hasVersion = true
			if val.ShortTag() != "!!int" || val.Value != "1" {
				s.add(val, "version", "want 1, got %s", nodes.KindName(val))
			}
		case "threads":
			s.Threads = s.count(val, "threads")
		case "plugins":
			s.readPlugins(val)
		case "nodes":
			s.nodesAt = key
			s.readNodes(val)
		case "streams":
			s.readStreams(key, val)
		default:
			s.add(key, key.Value, "unknown key (have %s)%s", strings.Join(fileKeys, ", "), nodes.DidYouMean(key.Value, fileKeys))
		}
	}
	if !hasVersion {
		s.add(s.root, "version", "is missing; write version: 1")
	}
	for _, st := range s.Streams {
		s.checkOverrides(st, "streams."+st.Name)
	}
}

func (s *Spec) readNodes(n *yaml.Node) {
	for key, val := range s.entries(n, "nodes") {
		if len(s.Nodes) == maxNodes {
			s.add(key, "nodes", "there are more than %d nodes", maxNodes)
			return
		}
		if !nodeName.MatchString(key.Value) {
			s.add(key, "nodes", "a node cannot be called %q: want lower-case letters, digits, _ and -, a letter first", key.Value)
		}
		s.Nodes = append(s.Nodes, s.readNode(key, val))
	}
}

func (s *Spec) readNode(key, val *yaml.Node) *NodeSpec {
	n := &NodeSpec{Name: key.Value, key: key}
	if val.Kind != yaml.MappingNode {
		n.typeAt = val // one problem is enough
	}
	for k, v := range s.entries(val, n.path()) {
		switch k.Value {
		case "type":
			n.Type, n.typeAt = s.text(v, n.path("type"), "a node type"), v
		case "plugin":
			n.Plugin, n.pluginAt = s.text(v, n.path("plugin"), "a plugin's name"), k
		case "in":
			n.In, n.inBroken = s.readInputs(n, v), v.Kind != yaml.MappingNode
		case "with":
			n.With = v
			if v.ShortTag() == "!!null" {
				n.With = nil
			}
		default:
			n.unknown = append(n.unknown, k)
		}
	}
	return n
}

func (s *Spec) readInputs(n *NodeSpec, val *yaml.Node) []Ref {
	var refs []Ref
	for k, v := range s.entries(val, n.path("in")) {
		ref := Ref{Port: k.Value, at: v, portAt: k}
		text := s.text(v, n.path("in", k.Value), refWant)
		if text != "" && !refForm.MatchString(text) {
			s.add(v, n.path("in", k.Value), "want %s, got %q", refWant, text)
			text = ""
		}
		ref.Node, ref.Output, _ = strings.Cut(text, ".")
		refs = append(refs, ref)
	}
	return refs
}
