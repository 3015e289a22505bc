package spans

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

// recorder collects the steps of each frame until it is worked off, as the first to
// tell of its step is not the first that has begun.
type recorder struct {
	tracer trace.Tracer
	stream string
	types  map[string]string // of nodes
	steps  map[string]int    // by source: how many nodes see its frames, with itself

	mu     sync.Mutex
	frames map[nodes.Stamp]*frame
}

// frame is one that is on its way.
type frame struct {
	steps []graph.Step
	of    string // the source; empty until its step is there
	over  bool   // it was worked off
	end   graph.FrameEnd
}

func newRecorder(tracer trace.Tracer, stream string, shape graph.Shape) *recorder {
	r := &recorder{tracer: tracer, stream: stream, types: map[string]string{}, steps: map[string]int{}, frames: map[nodes.Stamp]*frame{}}
	source := map[string]string{}
	for _, n := range shape.Nodes { // in the order of flow
		r.types[n.Name] = n.Info.Type
		if n.Source {
			source[n.Name] = n.Name
		}
		for _, e := range shape.Edges {
			if e.To == n.Name {
				source[n.Name] = source[e.From]
			}
		}
		r.steps[source[n.Name]]++
	}
	return r
}

func (r *recorder) step(s graph.Step) {
	r.change(s.Stamp, func(f *frame) {
		f.steps = append(f.steps, s)
		if r.steps[s.Node] > 0 {
			f.of = s.Node
		}
	})
}

func (r *recorder) outcome(e graph.FrameEnd) {
	r.change(e.Stamp, func(f *frame) { f.over, f.end = true, e })
}

// change notes something about a frame, and sends it when nothing more will come: a
// frame that never left its source has one step.
func (r *recorder) change(st nodes.Stamp, note func(*frame)) {
	r.mu.Lock()
	f := r.frames[st]
	if f == nil {
		f = &frame{}
		r.frames[st] = f
	}
	note(f)
	complete := f.over && f.of != "" && (f.end.AtSource || len(f.steps) == r.steps[f.of])
	if complete {
		delete(r.frames, st)
	}
	r.mu.Unlock()
	if complete {
		r.send(st, f)
	}
}

// end sends what a run that broke off has left.
func (r *recorder) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for st, f := range r.frames {
		if !f.over {
			f.end.Dropped = "stopped"
		}
		if len(f.steps) > 0 {
			r.send(st, f)
		}
	}
	clear(r.frames)
}

func (r *recorder) send(st nodes.Stamp, f *frame) {
	began, ended := f.steps[0].Began, time.Time{}
	for _, s := range f.steps {
		if s.Began.Before(began) {
			began = s.Began
		}
		if s.Ended.After(ended) {
			ended = s.Ended
		}
	}
	about := []attribute.KeyValue{
		attribute.String("maskgraph.graph", r.stream), attribute.String("maskgraph.stream", st.Stream),
		attribute.Int64("maskgraph.seq", int64(st.Seq)), attribute.Float64("maskgraph.pts", st.PTS.Seconds()),
	}
	ctx, whole := r.tracer.Start(context.Background(), "frame", trace.WithNewRoot(), trace.WithTimestamp(began),
		trace.WithAttributes(append(about, dropped(f.end.Dropped)...)...))
	defer whole.End(trace.WithTimestamp(ended))
	if !whole.IsRecording() {
		return
	}
	for _, s := range f.steps {
		_, span := r.tracer.Start(ctx, s.Node, trace.WithTimestamp(s.Began), trace.WithAttributes(about...),
			trace.WithAttributes(append(dropped(s.Dropped),
				attribute.String("maskgraph.node", s.Node), attribute.String("maskgraph.type", r.types[s.Node]))...))
		span.End(trace.WithTimestamp(s.Ended))
	}
}

func dropped(reason string) []attribute.KeyValue {
	if reason == "" {
		return nil
	}
	return []attribute.KeyValue{attribute.String("maskgraph.dropped", reason)}
}
