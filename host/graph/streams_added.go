package graph

import (
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// Added is the graph as one more stream has it, which text describes in YAML or JSON:
//
//	name: gate
//	settings: {video: {uri: rtsp://…}}
//
// where settings are as under streams in a graph file. Problems without a File have
// their places in text. It stands above what Set has set. Check it before it is opened.
func (s *Spec) Added(text []byte) (*Spec, []nodes.Problem) {
	root, problem := parseTree("", text)
	if problem != nil {
		return nil, []nodes.Problem{*problem}
	}
	r := &Spec{Nodes: s.Nodes, root: root}
	var st StreamSpec
	for key, val := range r.entries(root, "") {
		switch key.Value {
		case "name":
			if st.Name = r.text(val, "name", "a stream's name"); st.Name != "" {
				r.checkStreamName(val, "name")
			}
			st.key = val
		case "settings":
			st.over = r.readOverrides(val, "settings")
		default:
			have := []string{"name", "settings"}
			r.add(key, key.Value, "unknown key (have name, settings)%s", nodes.DidYouMean(key.Value, have))
		}
	}
	if st.key == nil {
		r.add(root, "name", "is missing")
	}
	r.checkOverrides(st, "settings")
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	for _, o := range st.over {
		forgetPlaces(o.key)
		forgetPlaces(o.with)
	}
	base := *s
	base.sets = nil // they are in the nodes already
	added := base.of(st)
	added.unplaced = fmt.Sprintf("stream %s", st.Name)
	return added, nil
}
