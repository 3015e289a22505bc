package web

import (
	"maps"
	"slices"
	"strconv"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

func (x *exposition) nodes(all []measured) {
	reports := make([]graph.Report, len(all))
	for i, g := range all {
		reports[i] = g.Report()
	}
	each := func(name, help string, value func(graph.NodeReport) float64) {
		x.metric(name, "counter", help)
		for i, rep := range reports {
			for _, n := range rep.Nodes {
				x.value(value(n), all[i].labels(n)...)
			}
		}
	}
	each("maskgraph_node_packets_total", "Packets that a node answered.", func(n graph.NodeReport) float64 { return float64(n.Packets) })
	each("maskgraph_node_waited_seconds_total", "Time that a node waited for input.", func(n graph.NodeReport) float64 { return n.Waited.Seconds() })
	each("maskgraph_node_blocked_seconds_total", "Time that full queues kept a node waiting.", func(n graph.NodeReport) float64 { return n.Blocked.Seconds() })
	each("maskgraph_node_warnings_total", "Warnings about a node's result.", func(n graph.NodeReport) float64 { return float64(len(n.Own.Warnings)) })
	x.metric("maskgraph_node_counter", "gauge", "What a node counts itself.")
	for i, rep := range reports {
		for _, n := range rep.Nodes {
			for _, name := range slices.Sorted(maps.Keys(n.Own.Counters)) {
				x.value(float64(n.Own.Counters[name]), all[i].labels(n, "name", name)...)
			}
		}
	}
	x.metric("maskgraph_node_process_seconds", "histogram", "Time that a node took for a packet, right to 6 %.")
	for i, rep := range reports {
		x.times(all[i], rep, all[i].Within(bounds[:]))
	}
	x.metric("maskgraph_node_state", "gauge", "1 for the state that a source is in.")
	for i, rep := range reports {
		x.states(all[i], rep)
	}
	x.metric("maskgraph_latency_seconds", "histogram", "Time from the capture of a frame until a node without readers was done with it, right to 6 %.")
	for i, rep := range reports {
		x.latencies(all[i], rep, all[i].Latencies(bounds[:]))
	}
}

func (m measured) labels(n graph.NodeReport, more ...string) []string {
	return append([]string{"stream", m.stream, "node", n.Name, "type", n.Type}, more...)
}

// states has a 1 for the state that a node is in and a 0 for the others.
func (x *exposition) states(of measured, rep graph.Report) {
	for _, n := range rep.Nodes {
		if n.State == "" {
			continue
		}
		all := nodes.SourceStates()
		if !slices.Contains(all, n.State) {
			all = append(all, n.State)
		}
		for _, state := range all {
			in := 0.0
			if state == n.State {
				in = 1
			}
			x.value(in, of.labels(n, "state", state)...)
		}
	}
}

// latencies is a histogram for each node at the end of what a live source gives.
func (x *exposition) latencies(of measured, rep graph.Report, within [][]int64) {
	for i, n := range rep.Nodes {
		all := within[i][len(bounds)]
		if all == 0 {
			continue
		}
		for b, bound := range bounds {
			x.sample("_bucket", float64(within[i][b]), of.labels(n, "le", strconv.FormatFloat(bound.Seconds(), 'g', -1, 64))...)
		}
		x.sample("_bucket", float64(all), of.labels(n, "le", "+Inf")...)
		x.sample("_sum", n.LatencySum.Seconds(), of.labels(n)...)
		x.sample("_count", float64(all), of.labels(n)...)
	}
}

// times is a histogram for each node. The counts were taken after the report, so
// the whole is made no smaller than its parts.
func (x *exposition) times(of measured, rep graph.Report, within [][]int64) {
	for i, n := range rep.Nodes {
		for b, bound := range bounds {
			le := strconv.FormatFloat(bound.Seconds(), 'g', -1, 64)
			x.sample("_bucket", float64(within[i][b]), of.labels(n, "le", le)...)
		}
		all := float64(max(n.Packets, within[i][len(bounds)-1]))
		x.sample("_bucket", all, of.labels(n, "le", "+Inf")...)
		x.sample("_sum", n.Busy.Seconds(), of.labels(n)...)
		x.sample("_count", all, of.labels(n)...)
	}
}

func (x *exposition) edges(all []measured) {
	each := func(name, help string, value func(graph.EdgeShape) int) {
		x.metric(name, "gauge", help)
		for _, g := range all {
			for _, e := range g.Shape().Edges {
				x.value(float64(value(e)), "stream", g.stream, "from", e.From, "output", e.Output, "to", e.To, "input", e.Input)
			}
		}
	}
	each("maskgraph_edge_packets", "Packets that wait on an edge.", func(e graph.EdgeShape) int { return e.Waiting })
	each("maskgraph_edge_room", "Packets that fit on an edge.", func(e graph.EdgeShape) int { return e.Room })
}
