package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Why a frame was dropped.
const (
	reasonLatest  = "latest"  // a live source had a newer one before the graph was ready
	reasonStopped = "stopped" // the run broke off
)

// Ledger says where the frames of all sources are. At any moment
// Read = Finished + all of Dropped + InFlight.
type Ledger struct {
	Read     int64            // given by sources
	Finished int64            // worked off by every node without readers that they get to
	Resumed  int64            // of Finished: before the run was broken off that this one goes on with
	InFlight int64            // on their way, or waiting in a live source
	Dropped  map[string]int64 // by reason: "latest" of live sources, "stopped" when a run broke off
}

// String is the sum, as in 10 read = 8 finished + 2 dropped (2 latest) + 0 in flight.
func (l Ledger) String() string {
	total, parts := int64(0), []string(nil)
	for _, reason := range slices.Sorted(maps.Keys(l.Dropped)) {
		total += l.Dropped[reason]
		parts = append(parts, fmt.Sprintf("%d %s", l.Dropped[reason], reason))
	}
	reasons := ""
	if parts != nil {
		reasons = " (" + strings.Join(parts, ", ") + ")"
	}
	before := ""
	if l.Resumed > 0 {
		before = fmt.Sprintf(" (%d before it was resumed)", l.Resumed)
	}
	return fmt.Sprintf("%d read = %d finished%s + %d dropped%s + %d in flight", l.Read, l.Finished, before, total, reasons, l.InFlight)
}

// add adds another source's ledger.
func (l *Ledger) add(o Ledger) {
	l.Read += o.Read
	l.Finished += o.Finished
	l.Resumed += o.Resumed
	l.InFlight += o.InFlight
	for reason, n := range o.Dropped {
		if l.Dropped == nil {
			l.Dropped = map[string]int64{}
		}
		l.Dropped[reason] += n
	}
}

// ledger is that of one source.
type ledger struct {
	mu sync.Mutex
	l  Ledger
}

func (l *ledger) read() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.l.Read++
	l.l.InFlight++
}

func (l *ledger) finish() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.l.InFlight--
	l.l.Finished++
}

// workedOff is the ledger of a moment when nothing is in flight that counts.
func (l *ledger) workedOff() Ledger {
	c := l.snapshot()
	c.Read, c.InFlight = c.Finished, 0
	for _, n := range c.Dropped {
		c.Read += n
	}
	return c
}

// resume goes on from another run's ledger.
func (l *ledger) resume(from Ledger) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.l = from
	l.l.Resumed = from.Finished
}

func (l *ledger) drop(reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.take(1, reason)
}

// dropRest drops everything in flight, after the last node has returned.
func (l *ledger) dropRest(reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.l.InFlight > 0 {
		l.take(l.l.InFlight, reason)
	}
}

func (l *ledger) take(n int64, reason string) {
	if l.l.Dropped == nil {
		l.l.Dropped = map[string]int64{}
	}
	l.l.InFlight -= n
	l.l.Dropped[reason] += n
}

func (l *ledger) snapshot() Ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.l
	c.Dropped = maps.Clone(c.Dropped)
	return c
}
