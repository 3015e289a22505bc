package graph

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// collectEvery bounds how old a node's own counters are in a report of a running graph.
const collectEvery = 250 * time.Millisecond

// stats is what a runner measures of its node; others may look at any time.
type stats struct {
	mu                    sync.Mutex
	packets               int64
	busy, waited, blocked time.Duration
	times                 histogram
	ages                  histogram     // of the frames that a live source gave, when this node, a terminal one, was done with them
	age                   time.Duration // sum of them
	state                 string
	own                   nodes.Report
	frames                int
	begun                 int64         // stamps
	working               time.Time     // since when on one; zero: it is not
	mean                  time.Duration // of the time for one, the newest ones counting most

	collected time.Time // of the goroutine that calls Process
}

func (s *stats) add(waited, busy time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.packets++
	s.waited += waited
	s.busy += busy
	s.times.add(busy)
}

// begin and end come before and after a node's work on a stamp. One that another node
// has dropped is no work, but counted.
func (s *stats) begin(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun++
	s.working = now
}

func (s *stats) end(now time.Time, worked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	took := max(now.Sub(s.working), 1)
	s.working = time.Time{}
	if !worked {
		return
	}
	if s.mean == 0 {
		s.mean = took
	}
	s.mean += (took - s.mean) / 8
}

// usual is the time that a stamp usually takes.
func (s *stats) usual() (d time.Duration, measured bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mean, s.mean > 0
}

// progress is how many stamps the node has begun with, and how much of the usual
// time is left for the one that it is at.
func (s *stats) progress(now time.Time, usual time.Duration) (begun int64, left time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.working.IsZero() {
		return s.begun, 0
	}
	return s.begun, max(0, usual-now.Sub(s.working))
}

// addAge comes when a node without readers is done with a stamp.
func (s *stats) addAge(st nodes.Stamp) {
	if st.Captured.IsZero() {
		return
	}
	age := time.Since(st.Captured)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ages.add(age)
	s.age += age
}

func (s *stats) addBlocked(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.blocked += d
}

// collect copies the node's own account. It comes from the goroutine that calls
// Process, or when there is none.
func (r *runner) collect() {
	if r.node == nil {
		return
	}
	if src, ok := r.node.(nodes.Source); ok {
		frames := src.Frames()
		r.stats.mu.Lock()
		r.stats.frames = frames
		r.stats.mu.Unlock()
	}
	if rep, ok := r.node.(nodes.Reporter); ok {
		own := rep.Report()
		own.Counters = maps.Clone(own.Counters)
		own.Files, own.Warnings = slices.Clone(own.Files), slices.Clone(own.Warnings)
		own.Facts = maps.Clone(own.Facts)
		r.stats.mu.Lock()
		r.stats.own = own
		r.stats.mu.Unlock()
	}
}

func (r *runner) collectNowAndThen(now time.Time) {
	if now.Sub(r.stats.collected) >= collectEvery {
		r.stats.collected = now
		r.collect()
	}
}

// clock measures a run.
type clock struct {
	mu           sync.Mutex
	began, ended time.Time
}

func (c *clock) start() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.began = time.Now()
}

func (c *clock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = time.Now()
}

func (c *clock) elapsed() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.began.IsZero():
		return 0
	case c.ended.IsZero():
		return time.Since(c.began)
	}
	return c.ended.Sub(c.began)
}
