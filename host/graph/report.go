package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// Report is an account of a run, while it lasts or at its end.
type Report struct {
	Elapsed time.Duration // since Run began
	Frames  int           // that the sources promise in all, for progress; 0 when one of them does not know
	Ledger  Ledger
	Nodes   []NodeReport // in the order of flow
}

// NodeReport is an account of one node.
type NodeReport struct {
	Name, Type string
	Packets    int64         // answered
	Busy       time.Duration // in Process
	Waited     time.Duration // for its inputs
	Blocked    time.Duration // by readers whose queues were full
	P50, P99   time.Duration // of Process, right to 6 %
	State      string        // the newest that it said in its log (nodes.State); empty: none
	// Latency is from the capture of a live source's frame (Stamp.Captured) until this
	// node, which nobody reads from, was done with it; 0 when there is none.
	LatencyP50, LatencyP99 time.Duration
	LatencySum             time.Duration // of all frames
	Own                    nodes.Report  // what the node says itself; in a running graph it lags 250 ms and more
}

// Report may be called at any time and from any goroutine. After Run, and again
// after Close, it is complete.
func (g *Graph) Report() Report {
	rep := Report{Elapsed: g.clock.elapsed()}
	unknown := false
	for _, r := range g.runners {
		n, frames := r.report()
		rep.Nodes = append(rep.Nodes, n)
		if r.source == r {
			rep.Ledger.add(r.ledger.snapshot())
			unknown = unknown || frames == 0
			rep.Frames += frames
		}
	}
	if unknown {
		rep.Frames = 0
	}
	return rep
}

func (r *runner) report() (NodeReport, int) {
	s := &r.stats
	s.mu.Lock()
	defer s.mu.Unlock()
	return NodeReport{
		Name: r.name, Type: r.factory.Type, Packets: s.packets,
		Busy: s.busy, Waited: s.waited, Blocked: s.blocked,
		P50: s.times.quantile(0.5), P99: s.times.quantile(0.99), State: s.state,
		LatencyP50: s.ages.quantile(0.5), LatencyP99: s.ages.quantile(0.99), LatencySum: s.age,
		Own: nodes.Report{
			Counters: maps.Clone(s.own.Counters),
			Files:    slices.Clone(s.own.Files),
			Warnings: slices.Clone(s.own.Warnings),
			Facts:    maps.Clone(s.own.Facts),
		},
	}, s.frames
}

// String is the report as a table for people: the ledger, a line for each node,
// what the nodes counted, wrote and warn of.
func (rep Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "frames: %s\n", rep.Ledger)
	if s := rep.Elapsed.Seconds(); s > 0 {
		fmt.Fprintf(&b, "time: %.1fs, %.1f frames/s\n", s, float64(rep.Ledger.Finished-rep.Ledger.Resumed)/s)
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\nnode\ttype\tpackets\tbusy\twaited\tblocked\tp50\tp99\t")
	for _, n := range rep.Nodes {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\t%s\t%s\t\n", n.Name, n.Type, n.Packets,
			short(n.Busy), short(n.Waited), short(n.Blocked), short(n.P50), short(n.P99))
	}
	w.Flush() //nolint:errcheck // a strings.Builder takes everything
	rep.latency(&b)
	rep.own(&b)
	return b.String()
}

func (rep Report) latency(b *strings.Builder) {
	for _, n := range rep.Nodes {
		if n.LatencyP50 > 0 {
			fmt.Fprintf(b, "%s: from the camera to its end p50 %s, p99 %s\n", n.Name, short(n.LatencyP50), short(n.LatencyP99))
		}
	}
}

func (rep Report) own(b *strings.Builder) {
	for _, n := range rep.Nodes {
		for _, name := range slices.Sorted(maps.Keys(n.Own.Counters)) {
			fmt.Fprintf(b, "%s: %s %d\n", n.Name, name, n.Own.Counters[name])
		}
	}
	for _, n := range rep.Nodes {
		for _, text := range n.Own.Warnings {
			fmt.Fprintf(b, "warning: %s: %s\n", n.Name, text)
		}
	}
	for _, n := range rep.Nodes {
		for _, file := range n.Own.Files {
			fmt.Fprintf(b, "wrote %s\n", file)
		}
	}
}

// short rounds a duration to three digits.
func short(d time.Duration) string {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit).String()
}
