package web

import (
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/host/graph"
)

const (
	sampleEvery = time.Second
	keptSamples = 300 // five minutes
)

// sampleJSON is what happened in the time since the one before.
type sampleJSON struct {
	Stream  string           `json:"stream"`
	Time    time.Time        `json:"time"`
	Elapsed float64          `json:"elapsed_seconds"`
	FPS     float64          `json:"fps"` // frames finished
	Ledger  ledgerJSON       `json:"ledger"`
	Nodes   []nodeSampleJSON `json:"nodes"` // in the order of /api/graph
}

type nodeSampleJSON struct {
	FPS     float64          `json:"fps"`
	State   string           `json:"state,omitempty"`
	Latency *latencyJSON     `json:"latency,omitempty"`
	P50     float64          `json:"p50_ms"` // 0 without packets
	P99     float64          `json:"p99_ms"`
	Busy    float64          `json:"busy"` // parts of the time, 0..1
	Waited  float64          `json:"waited"`
	Blocked float64          `json:"blocked"`
	Waiting int              `json:"waiting"` // packets before its fullest input
	Room    int              `json:"room"`
	Dropped map[string]int64 `json:"dropped,omitempty"` // of sources, by reason, in all
}

func (s *Server) serveHistory(w http.ResponseWriter, r *http.Request) {
	if len(s.streams()) == 0 {
		sendJSON(w, http.StatusOK, []sampleJSON{})
	} else if of := s.asked(w, r); of != nil {
		sendJSON(w, http.StatusOK, s.history.list(of.Name()))
	}
}

// sample takes samples of all streams until Close, and last ones then.
func (s *Server) sample() {
	tick := time.NewTicker(sampleEvery)
	defer tick.Stop()
	meters := map[*graph.Graph]*graph.Meter{}
	for more := true; more; {
		select {
		case <-tick.C:
		case <-s.sampling:
			more = false
		}
		streams := s.streams()
		s.history.keep(streams)
		old := meters
		meters = map[*graph.Graph]*graph.Meter{}
		for _, of := range streams {
			if _, g := of.Graph(); g != nil {
				meters[g] = s.take(of, g, old[g])
			}
		}
	}
}

// take takes a sample of a stream, and returns its meter for the next one. A graph
// that has ended says nothing new.
func (s *Server) take(of *fleet.Stream, g *graph.Graph, meter *graph.Meter) *graph.Meter {
	if meter == nil {
		meter = g.MeterFromStart()
	}
	sample := sampleOf(of.Name(), meter.Read(), g.Shape())
	if st := of.Status().State; st != fleet.Ended && st != fleet.Failed || sample.moved() {
		s.history.add(g, sample)
		s.journal.publish("sample", of.Name(), false, sample)
	}
	return meter
}

func (s sampleJSON) moved() bool {
	return slices.ContainsFunc(s.Nodes, func(n nodeSampleJSON) bool { return n.FPS > 0 })
}

func sampleOf(stream string, r graph.Reading, shape graph.Shape) sampleJSON {
	out := sampleJSON{
		Stream: stream, Time: time.Now(), Elapsed: round(r.Elapsed.Seconds()), Ledger: ledgerOf(r.Ledger),
		FPS: rate(r.Finished, r.Covers),
	}
	for _, n := range r.Nodes {
		node := nodeSampleJSON{
			FPS: rate(n.Packets, r.Covers),
			P50: millis(n.P50), P99: millis(n.P99), State: n.State, Latency: latencyOf(n.LatencyP50, n.LatencyP99),
			Busy: round(n.Busy), Waited: round(n.Waited), Blocked: round(n.Blocked),
		}
		for _, e := range shape.Edges {
			if e.To == n.Name && e.Waiting >= node.Waiting {
				node.Waiting, node.Room = e.Waiting, e.Room
			}
		}
		if n.Source != nil {
			node.Dropped = n.Source.Dropped
		}
		out.Nodes = append(out.Nodes, node)
	}
	return out
}

func rate(n int64, in time.Duration) float64 { return round(float64(n) / max(in.Seconds(), 1e-9)) }

func millis(d time.Duration) float64 { return round(d.Seconds() * 1000) }

// round keeps three decimals: the history is sent whole.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }
