package web

import (
	"maps"
	"slices"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/host/graph"
)

// measured is the graph of a stream.
type measured struct {
	stream, file string
	*graph.Graph
}

// graphs are those of all streams that have one.
func (s *Server) graphs() (all []measured) {
	for _, of := range s.streams() {
		if spec, g := of.Graph(); g != nil {
			all = append(all, measured{of.Name(), spec.File, g})
		}
	}
	return all
}

func (x *exposition) streams(all []*fleet.Stream) {
	x.metric("maskgraph_stream_state", "gauge", "1 for the state that a stream is in.")
	for _, of := range all {
		x.value(1, "stream", of.Name(), "state", string(of.Status().State))
	}
	x.metric("maskgraph_stream_failures_total", "counter", "How often a stream has failed.")
	for _, of := range all {
		x.value(float64(of.Status().Failures), "stream", of.Name())
	}
}

// sources is the ledger: read = finished + dropped + in flight, source by source.
func (x *exposition) sources(all []measured) {
	type source struct {
		stream string
		graph.NodeReading
	}
	var of []source
	readings := make([]graph.Reading, len(all))
	for i, g := range all {
		readings[i] = g.Meter().Read()
		for _, n := range readings[i].Nodes {
			if n.Source != nil {
				of = append(of, source{g.stream, n})
			}
		}
	}
	each := func(name, kind, help string, value func(graph.Ledger) int64) {
		x.metric(name, kind, help)
		for _, n := range of {
			x.value(float64(value(*n.Source)), "stream", n.stream, "source", n.Name)
		}
	}
	each("maskgraph_frames_read_total", "counter", "Frames that a source gave.", func(l graph.Ledger) int64 { return l.Read })
	each("maskgraph_frames_finished_total", "counter", "Frames that were worked off.", func(l graph.Ledger) int64 { return l.Finished })
	each("maskgraph_frames_in_flight", "gauge", "Frames on their way.", func(l graph.Ledger) int64 { return l.InFlight })
	x.metric("maskgraph_frames_dropped_total", "counter", "Frames that were dropped, by reason.")
	for _, n := range of {
		for _, reason := range slices.Sorted(maps.Keys(n.Source.Dropped)) {
			x.value(float64(n.Source.Dropped[reason]), "stream", n.stream, "source", n.Name, "reason", reason)
		}
	}
	x.metric("maskgraph_run_seconds", "gauge", "Time since a stream's run began.")
	for i, g := range all {
		x.value(readings[i].Elapsed.Seconds(), "stream", g.stream)
	}
}
