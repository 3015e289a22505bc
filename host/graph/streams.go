package graph

import (
	"maps"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// StreamSpec is one stream of a graph file: a run of the whole graph of its own,
// with settings laid over those of the nodes.
type StreamSpec struct {
	Name string

	key  *yaml.Node
	over []override
}

// override is what a stream says about one node.
type override struct {
	key, with *yaml.Node
}

const streamPattern = `^[a-z0-9][a-z0-9_-]{0,63}$`

var streamName = regexp.MustCompile(streamPattern)

// maxStreams is more than one process can decode.
const maxStreams = 256

func (s *Spec) readStreams(key, val *yaml.Node) {
	for k, v := range s.entries(val, "streams") {
		if len(s.Streams) == maxStreams {
			s.add(k, "streams", "there are more than %d streams", maxStreams)
			return
		}
		s.Streams = append(s.Streams, s.readStream(k, v, "streams."+k.Value))
	}
	if val.Kind == yaml.MappingNode && len(val.Content) == 0 {
		s.add(key, "streams", "there are none: name one, or leave streams out")
	}
}

func (s *Spec) readStream(key, val *yaml.Node, path string) StreamSpec {
	s.checkStreamName(key, path)
	return StreamSpec{Name: key.Value, key: key, over: s.readOverrides(val, path)}
}

func (s *Spec) checkStreamName(at *yaml.Node, path string) {
	if !streamName.MatchString(at.Value) {
		s.add(at, path, "a stream cannot be called %q: want lower-case letters, digits, _ and -, at most 64", at.Value)
	}
}

// readOverrides reads what a stream says about the nodes; null: nothing.
func (s *Spec) readOverrides(val *yaml.Node, path string) (over []override) {
	if val.ShortTag() == "!!null" {
		return nil
	}
	for k, v := range s.entries(val, path) {
		over = append(over, override{k, v})
	}
	return over
}

// checkOverrides comes when all nodes have been read.
func (s *Spec) checkOverrides(st StreamSpec, path string) {
	for _, o := range st.over {
		sub := path + "." + o.key.Value
		switch {
		case s.node(o.key.Value) == nil:
			s.add(o.key, sub, "no node %q (have %s)%s", o.key.Value, strings.Join(s.names(), ", "), nodes.DidYouMean(o.key.Value, s.names()))
		case o.with.Kind != yaml.MappingNode && o.with.ShortTag() != "!!null":
			s.add(o.with, sub, "want settings of the node %s like name: value, got %s", o.key.Value, nodes.KindName(o.with))
		}
	}
}

// PerStream is a spec for each stream, which Check and Open take like any other. Without
// streams it is the spec itself.
func (s *Spec) PerStream() []*Spec {
	if len(s.Streams) == 0 {
		return []*Spec{s}
	}
	var specs []*Spec
	for _, st := range s.Streams {
		specs = append(specs, s.of(st))
	}
	return specs
}

// of is the graph as one stream has it. What --set says stands above all.
func (s *Spec) of(st StreamSpec) *Spec {
	c := *s
	c.Stream, c.Streams, c.Nodes, c.problems = st.Name, nil, nil, nil
	c.served = maps.Clone(s.served)
	for _, n := range s.Nodes {
		m := *n
		for _, o := range st.over {
			if o.key.Value == n.Name && o.with.Kind == yaml.MappingNode {
				m.With = laidOver(n.With, o.with)
			}
		}
		c.Nodes = append(c.Nodes, &m)
	}
	for _, set := range s.sets {
		n := c.node(set.node)
		n.With = copyTree(n.With)
		_ = setIn(n.settings(), set.keys, set.val) // what cannot be set there, Set has refused
	}
	return &c
}
