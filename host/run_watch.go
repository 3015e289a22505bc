package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

// watched shows the graph's progress while run runs.
func watched(g *graph.Graph, talk bool, run func() error) error {
	if !talk {
		return run()
	}
	running, ended := context.WithCancel(context.Background())
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		showProgress(running, g)
	}()
	err := run()
	ended()
	<-shown
	return err
}

// interrupts gives a channel that the first interrupt closes and a context that
// the second one cancels.
func interrupts() (ctx context.Context, stop <-chan struct{}, end func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals, first := make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
			slog.Warn("interrupted: working off what was read; interrupt again to stop at once")
			close(first)
		case <-ctx.Done():
			return
		}
		select {
		case <-signals:
			cancel(errors.New("interrupted twice: stopped at once"))
		case <-ctx.Done():
		}
	}()
	return ctx, first, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// showProgress leaves out what was done before a resume, which took no time now.
func showProgress(ctx context.Context, g *graph.Graph) {
	count := func() (done, total int64) {
		rep := g.Report()
		before := rep.Ledger.Resumed
		return rep.Ledger.Finished - before, max(int64(rep.Frames)-before, 0)
	}
	_, total := count()
	bar := newProgress("running", "frames", total)
	defer bar.end()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		bar.set(count())
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
