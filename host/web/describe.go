package web

import (
	"net/http"
	"slices"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

type graphJSON struct {
	statusJSON
	Program string     `json:"program"`
	Stream  string     `json:"stream"`
	File    string     `json:"file"`
	Began   time.Time  `json:"began"` // names the run: another one has another
	Nodes   []nodeJSON `json:"nodes"`
	Edges   []edgeJSON `json:"edges"`
}

type nodeJSON struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Doc      string `json:"doc"`
	Plugin   string `json:"plugin,omitempty"`
	Source   bool   `json:"source"`
	Live     bool   `json:"live"`
	Preview  bool   `json:"preview"`
	Prompts  bool   `json:"prompts"`  // somebody may point at things
	Settings string `json:"settings"` // YAML
}

type edgeJSON struct {
	From    string     `json:"from"`
	Output  string     `json:"output"`
	To      string     `json:"to"`
	Input   string     `json:"input"`
	Type    nodes.Type `json:"type"`
	Waiting int        `json:"waiting"`
	Room    int        `json:"room"`
}

// serveGraph also answers while nothing is open: then there are no nodes.
func (s *Server) serveGraph(w http.ResponseWriter, r *http.Request) {
	var of *fleet.Stream
	if len(s.streams()) > 0 {
		if of = s.asked(w, r); of == nil {
			return
		}
	}
	out := graphJSON{statusJSON: s.status(), Program: s.options.Program, Began: s.began, Nodes: []nodeJSON{}, Edges: []edgeJSON{}}
	if of != nil {
		out.Stream = of.Name()
	}
	if spec, g := of.Graph(); g != nil {
		out.File = spec.File
		shape := g.Shape()
		for _, n := range shape.Nodes {
			out.Nodes = append(out.Nodes, describe(n, spec))
		}
		out.Edges = edges(shape)
	}
	sendJSON(w, http.StatusOK, out)
}

func describe(n graph.NodeShape, spec *graph.Spec) nodeJSON {
	out := nodeJSON{Name: n.Name, Type: n.Info.Type, Doc: n.Info.Doc, Source: n.Source, Live: n.Live, Preview: n.Frames, Prompts: slices.Contains(n.Orders, "prompt")}
	for _, written := range spec.Nodes {
		if written.Name != n.Name {
			continue
		}
		out.Plugin = written.Plugin
		if text, err := yaml.Marshal(written.With); err == nil && written.With != nil {
			out.Settings = nodes.Redact(string(text))
		}
	}
	return out
}

func edges(shape graph.Shape) []edgeJSON {
	out := []edgeJSON{}
	for _, e := range shape.Edges {
		out = append(out, edgeJSON(e))
	}
	return out
}
