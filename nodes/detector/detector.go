// Package detector is the node that finds things on frames and says where they
// are, as boxes. It is one node with several methods: ONNX models, motion before
// a fixed camera, OpenCV's people detector, the whole frame, or a file of boxes.
package detector

import (
	"context"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// Factory makes Detector nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "Detector",
	Doc: "Finds things on each frame and gives their boxes, best score first: with an ONNX model (of fixed classes, or of whatever text says), by motion, with OpenCV's " +
		"people detector, or from a file. The settings motion, people and file belong to the methods of these names.",
	In:  []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture to look at."}},
	Out: []nodes.Port{{Name: "boxes", Type: nodes.TypeBoxes, Doc: "What was found, without masks."}},
}, defaults, open)

// method is one way of finding things.
type method interface {
	// find gives boxes in any order; they may overlap or reach over the edge.
	find(ctx context.Context, f *nodes.Frame, at nodes.Stamp) ([]nodes.Instance, error)
	close() error
}

// watcher is a method that must see the frames that every leaves out, too.
type watcher interface {
	watch(f *nodes.Frame, at nodes.Stamp) error
}

// warner is a method that has something to say about its results.
type warner interface{ warnings() []string }

type node struct {
	method method
	limits limits
	every  int
	facts  map[string]string // of the model, if there is one

	stream   string // of the last frame
	nth      int    // of the next frame of this stream, from 0
	counters struct{ frames, boxes, runs int64 }
}

func open(ctx context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	m, l, err := openMethod(ctx, env, cfg)
	if err != nil {
		return nil, err
	}
	n := &node{method: m, limits: l, every: cfg.Every}
	entry, _ := models.Lookup(cfg.Model) // a model that is open is there
	switch m := m.(type) {
	case *network:
		n.facts = ort.Facts(entry, m.session)
	case *textModel:
		n.facts = ort.Facts(entry, m.session)
	case *motion:
		return n, nil
	}
	return memory{n}, nil
}

func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	frame := in.Frame("frame")
	found := &nodes.Instances{Width: frame.Width, Height: frame.Height, Skipped: n.skips(in.Stamp)}
	var err error
	if found.Skipped {
		if w, ok := n.method.(watcher); ok {
			err = w.watch(frame, in.Stamp)
		}
	} else {
		n.counters.runs++
		found.Items, err = n.method.find(ctx, frame, in.Stamp)
	}
	if err != nil {
		return nodes.Packet{}, err
	}
	found.Items = n.limits.apply(found.Items, frame.Width, frame.Height)
	n.counters.frames++
	n.counters.boxes += int64(len(found.Items))
	var out nodes.Packet
	out.Put("boxes", found)
	return out, nil
}

func (n *node) Close() error { return n.method.close() }

// Report counts frames, boxes and detector_runs: how often the method looked.
func (n *node) Report() nodes.Report {
	r := nodes.Report{Counters: map[string]int64{
		"frames": n.counters.frames, "boxes": n.counters.boxes, "detector_runs": n.counters.runs,
	}}
	r.Facts = n.facts
	if w, ok := n.method.(warner); ok {
		r.Warnings = w.warnings()
	}
	return r
}

// skips says whether nobody looks at this frame. The first frame of a stream is
// always looked at.
func (n *node) skips(at nodes.Stamp) bool {
	if at.Stream != n.stream {
		n.stream, n.nth = at.Stream, 0
	}
	n.nth++
	return (n.nth-1)%n.every != 0
}

var (
	_ nodes.Node     = (*node)(nil)
	_ nodes.Reporter = (*node)(nil)
)
