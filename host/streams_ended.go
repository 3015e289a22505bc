package main

import (
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

// ended takes down what a graph did.
func (s *streams) ended(spec *graph.Spec, rep graph.Report, err error) {
	s.kept.end(err == nil && !isClosed(s.stop))
	started := time.Now().Add(-rep.Elapsed)
	failed := writeManifest(spec, s.sets, started, rep, err)
	if spec.Stream != "" {
		slog.Info("the stream has ended", "stream", spec.Stream, "frames", rep.Ledger.String())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if failed != nil {
		s.errs = append(s.errs, failed)
	}
	for i, r := range s.reports {
		if r.name == spec.Stream {
			s.reports[i].rep = rep
			return
		}
	}
	s.reports = append(s.reports, lastReport{spec.Stream, rep})
}

// print prints the last report of each stream.
func (s *streams) print() {
	if !s.talk {
		return
	}
	for _, r := range s.reports {
		printReport(r.name, r.rep)
	}
}

// count is how far the streams are together: frames that were worked off now, and, if
// all of them know, frames in all.
func (s *streams) count() (done, total int64) {
	unknown := false
	for _, of := range s.fleet.Streams() {
		_, g := of.Graph()
		if g == nil {
			continue
		}
		rep := g.Report()
		before := rep.Ledger.Resumed
		done += rep.Ledger.Finished - before
		total += max(int64(rep.Frames)-before, 0)
		unknown = unknown || rep.Frames == 0
	}
	if unknown {
		total = 0
	}
	return done, total
}

// printReport prints what a graph did.
func printReport(name string, rep graph.Report) {
	if name != "" {
		name = "stream " + name + "\n"
	}
	fmt.Fprint(os.Stderr, "\n", name, rep)
}
