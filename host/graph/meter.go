package graph

import "time"

// Meter measures a graph from one look at it to the next. It is for one goroutine.
type Meter struct {
	graph *Graph
	at    time.Time
	last  []tally
	done  int64 // frames finished until then
}

// Reading is what happened since the last one.
type Reading struct {
	Elapsed  time.Duration // since the run began
	Covers   time.Duration // since the last reading, or since the meter was made
	Finished int64         // frames since the last reading
	Ledger   Ledger        // of the whole run
	Nodes    []NodeReading // in the order of flow
}

// NodeReading is one node's part.
type NodeReading struct {
	Name     string
	Packets  int64         // answered since the last reading
	P50, P99 time.Duration // of Process for these, right to 6 %
	State    string        // as in a NodeReport
	// LatencyP50 and LatencyP99 are those of a NodeReport, since the last reading.
	LatencyP50, LatencyP99 time.Duration
	// The parts of the time, 0..1, in Process, without input, and kept by readers
	// whose queues are full. What is going on counts when it ends.
	Busy, Waited, Blocked float64
	Source                *Ledger // of the whole run; nil unless the node is a source
}

type tally struct {
	packets               int64
	busy, waited, blocked time.Duration
	times, ages           histogram
	state                 string
}

// Meter makes a meter that begins now.
func (g *Graph) Meter() *Meter {
	m := &Meter{graph: g}
	m.Read()
	return m
}

// MeterFromStart is Meter, but its first reading covers all that the run has done.
func (g *Graph) MeterFromStart() *Meter {
	return &Meter{graph: g, at: time.Now().Add(-g.clock.elapsed())}
}

// Read takes a reading.
func (m *Meter) Read() Reading {
	now := time.Now()
	r := Reading{Elapsed: m.graph.clock.elapsed(), Covers: now.Sub(m.at)}
	var tallies []tally
	for i, of := range m.graph.runners {
		t := of.stats.tally()
		tallies = append(tallies, t)
		if m.last != nil {
			t.subtract(&m.last[i])
		}
		n := t.reading(of.name, r.Covers)
		if of.source == of {
			l := of.ledger.snapshot()
			n.Source = &l
			r.Ledger.add(l)
		}
		r.Nodes = append(r.Nodes, n)
	}
	r.Finished = r.Ledger.Finished - m.done
	m.at, m.last, m.done = now, tallies, r.Ledger.Finished
	return r
}

func (s *stats) tally() tally {
	s.mu.Lock()
	defer s.mu.Unlock()
	return tally{s.packets, s.busy, s.waited, s.blocked, s.times, s.ages, s.state}
}

func (t *tally) subtract(o *tally) {
	t.packets -= o.packets
	t.busy -= o.busy
	t.waited -= o.waited
	t.blocked -= o.blocked
	t.times.subtract(&o.times)
	t.ages.subtract(&o.ages)
}

func (t *tally) reading(name string, covers time.Duration) NodeReading {
	share := func(d time.Duration) float64 { return min(1, d.Seconds()/max(covers.Seconds(), 1e-9)) }
	return NodeReading{
		Name: name, Packets: t.packets, P50: t.times.quantile(0.5), P99: t.times.quantile(0.99),
		State: t.state, LatencyP50: t.ages.quantile(0.5), LatencyP99: t.ages.quantile(0.99),
		Busy: share(t.busy), Waited: share(t.waited), Blocked: share(t.blocked),
	}
}

// Within counts, for each node in the order of flow, the packets that took no longer
// in Process than each of the bounds, right to 6 % of a bound.
func (g *Graph) Within(bounds []time.Duration) [][]int64 {
	var out [][]int64
	for _, r := range g.runners {
		t := r.stats.tally()
		out = append(out, t.times.within(bounds))
	}
	return out
}

// Latencies counts, for each node in the order of flow, the packets that it was done
// with no later after their capture than each of the bounds, and all of them, as a
// last number; see NodeReport.
func (g *Graph) Latencies(bounds []time.Duration) [][]int64 {
	var out [][]int64
	for _, r := range g.runners {
		t := r.stats.tally()
		out = append(out, append(t.ages.within(bounds), t.ages.total))
	}
	return out
}
