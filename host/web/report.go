package web

import (
	"maps"
	"net/http"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

type reportJSON struct {
	statusJSON
	Stream   string           `json:"stream"`
	Elapsed  float64          `json:"elapsed_seconds"`
	Expected int              `json:"frames_expected"`
	Ledger   ledgerJSON       `json:"ledger"`
	Nodes    []nodeReportJSON `json:"nodes"`
	Edges    []edgeJSON       `json:"edges"`
}

type ledgerJSON struct {
	Read     int64            `json:"read"`
	Finished int64            `json:"finished"`
	Resumed  int64            `json:"resumed"`
	InFlight int64            `json:"in_flight"`
	Dropped  map[string]int64 `json:"dropped"`
}

type nodeReportJSON struct {
	Name     string            `json:"name"`
	Type     string            `json:"type"`
	Packets  int64             `json:"packets"`
	Busy     float64           `json:"busy_seconds"`
	Waited   float64           `json:"waited_seconds"`
	Blocked  float64           `json:"blocked_seconds"`
	P50      float64           `json:"p50_seconds"`
	P99      float64           `json:"p99_seconds"`
	State    string            `json:"state,omitempty"`   // of sources that may lose what they read from
	Latency  *latencyJSON      `json:"latency,omitempty"` // of nodes that nobody reads from, with a live source
	Counters map[string]int64  `json:"counters"`
	Facts    map[string]string `json:"facts"`
	Files    []string          `json:"files"`
	Warnings []string          `json:"warnings"`
}

func (s *Server) serveReport(w http.ResponseWriter, r *http.Request) {
	if of, g := s.askedGraph(w, r); g != nil {
		sendJSON(w, http.StatusOK, s.report(of.Name(), g))
	}
}

func (s *Server) report(stream string, g *graph.Graph) reportJSON {
	rep := g.Report()
	out := reportJSON{
		statusJSON: s.status(), Stream: stream, Elapsed: rep.Elapsed.Seconds(), Expected: rep.Frames,
		Ledger: ledgerOf(rep.Ledger), Edges: edges(g.Shape()),
	}
	for _, n := range rep.Nodes {
		out.Nodes = append(out.Nodes, nodeReport(n))
	}
	return out
}

func nodeReport(n graph.NodeReport) nodeReportJSON {
	out := nodeReportJSON{
		Name: n.Name, Type: n.Type, Packets: n.Packets,
		Busy: n.Busy.Seconds(), Waited: n.Waited.Seconds(), Blocked: n.Blocked.Seconds(),
		P50: n.P50.Seconds(), P99: n.P99.Seconds(), State: n.State, Latency: latencyOf(n.LatencyP50, n.LatencyP99),
		Counters: map[string]int64{}, Facts: map[string]string{}, Files: []string{}, Warnings: []string{},
	}
	maps.Copy(out.Counters, n.Own.Counters)
	for name, fact := range n.Own.Facts {
		out.Facts[name] = nodes.Redact(fact)
	}
	for _, file := range n.Own.Files {
		out.Files = append(out.Files, nodes.Redact(file))
	}
	for _, text := range n.Own.Warnings {
		out.Warnings = append(out.Warnings, nodes.Redact(text))
	}
	return out
}

// latencyJSON is from the capture of a frame until the node was done with it.
type latencyJSON struct {
	P50 float64 `json:"p50_seconds"`
	P99 float64 `json:"p99_seconds"`
}

func latencyOf(p50, p99 time.Duration) *latencyJSON {
	if p50 == 0 {
		return nil
	}
	return &latencyJSON{p50.Seconds(), p99.Seconds()}
}

func ledgerOf(l graph.Ledger) ledgerJSON {
	out := ledgerJSON{l.Read, l.Finished, l.Resumed, l.InFlight, l.Dropped}
	if out.Dropped == nil {
		out.Dropped = map[string]int64{}
	}
	return out
}
