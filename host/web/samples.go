package web

import (
	"math"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

const (
	sampleEvery = time.Second
	keptSamples = 300 // five minutes
)

// sampleJSON is what happened in the time since the one before.
type sampleJSON struct {
	Time    time.Time        `json:"time"`
	Elapsed float64          `json:"elapsed_seconds"`
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

type history struct {
	mu   sync.Mutex
	kept []sampleJSON
}

func (h *history) add(s sampleJSON) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.kept) == keptSamples {
		h.kept = slices.Delete(h.kept, 0, 1)
	}
	h.kept = append(h.kept, s)
}

func (h *history) list() []sampleJSON {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]sampleJSON{}, h.kept...)
}

func (s *Server) serveHistory(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, s.history.list())
}

// sample takes samples until Close, and a last one then.
func (s *Server) sample(meter *graph.Meter) {
	tick := time.NewTicker(sampleEvery)
	defer tick.Stop()
	for more := true; more; {
		select {
		case <-tick.C:
		case <-s.sampling:
			more = false
		}
		_, g := s.shown()
		sample := sampleOf(meter.Read(), g.Shape())
		s.history.add(sample)
		s.journal.publish("sample", false, sample)
	}
}

func sampleOf(r graph.Reading, shape graph.Shape) sampleJSON {
	out := sampleJSON{Time: time.Now(), Elapsed: round(r.Elapsed.Seconds()), Ledger: ledgerOf(r.Ledger)}
	for _, n := range r.Nodes {
		node := nodeSampleJSON{
			FPS: round(float64(n.Packets) / max(r.Covers.Seconds(), 1e-9)),
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

func millis(d time.Duration) float64 { return round(d.Seconds() * 1000) }

// round keeps three decimals: the history is sent whole.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }
