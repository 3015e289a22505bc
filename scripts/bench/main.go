// Command bench measures maskgraph beside bare loops and beside what users of other
// languages write, in turns on the same frames and boxes: make bench. It writes
// bench.json, bench.md and bench.svg into a folder.
//
// A turn is a process of its own, and its time is that from the loaded models to the
// written file, as each program says itself. Every round has each rival once, in another
// order each time; the table has medians over rounds, and ratios are taken within rounds.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// bench is one run of everything.
type bench struct {
	dir     string // where everything is written; absolute
	quick   bool
	only    string    // the part that is run; empty: all
	until   time.Time // no round begins that would end after
	store   files
	rivals  []rival
	work    []workload
	results results
}

func main() {
	var b bench
	dir := flag.String("dir", "out/bench", "where to write")
	minutes := flag.Float64("minutes", 10.5, "of rounds; one is always made")
	flag.BoolVar(&b.quick, "quick", false, "few frames and one round: does it all work?")
	flag.StringVar(&b.only, "only", "", "one part: rounds, sequences, live, memory or micro; the others are left out of the table")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if b.dir, err = filepath.Abs(*dir); err == nil {
		err = b.run(ctx, time.Duration(*minutes*float64(time.Minute)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) run(ctx context.Context, most time.Duration) error {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	var err error
	if b.store, err = findFiles(); err != nil {
		return err
	}
	b.results.Machine = machine(ctx)
	say("machine: %s", b.results.Machine)
	b.rivals = b.findRivals(ctx)
	if b.work, err = b.makeWork(ctx); err != nil {
		return err
	}
	b.until = time.Now().Add(most)
	if b.part("rounds") {
		if err := b.rounds(ctx); err != nil {
			return err
		}
	}
	if b.part("sequences") {
		b.sequences(ctx)
	}
	if b.part("live") {
		b.live(ctx)
	}
	if b.part("memory") {
		b.results.Memory = b.memory(ctx)
	}
	if b.part("micro") {
		b.results.Micro = b.micro(ctx)
	}
	b.results.Finished = time.Now().UTC().Truncate(time.Second)
	return b.write()
}

func (b *bench) part(name string) bool { return b.only == "" || b.only == name }

// rounds makes one round, and more while there is time.
func (b *bench) rounds(ctx context.Context) error {
	var longest time.Duration
	for round := 0; round == 0 || !b.quick && time.Now().Add(longest).Before(b.until); round++ {
		began := time.Now()
		for _, w := range b.work {
			for i := range b.rivals {
				r := b.rivals[(i+round)%len(b.rivals)]
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if r.Missing != "" || w.heavy && r.light {
					continue
				}
				t, err := b.turn(ctx, r, w)
				if err != nil {
					return fmt.Errorf("%s on %s: %w", r.Name, w.Name, err)
				}
				say("round %d  %-26s %-34s %6.2f frames/s, %5.0f MB", round+1, w.Name, r.Name, float64(t.Frames)/t.Seconds, t.PeakMB)
				b.results.add(w.Name, r.Name, round, t)
			}
		}
		longest = max(longest, time.Since(began))
		b.results.Rounds = round + 1
	}
	return nil
}

func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
}
