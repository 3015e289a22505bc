package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

// watched shows progress, which count tells, while run runs.
func watched(count func() (done, total int64), talk bool, run func() error) error {
	if !talk {
		return run()
	}
	running, ended := context.WithCancel(context.Background())
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		showProgress(running, count)
	}()
	err := run()
	ended()
	<-shown
	return err
}

// interrupts gives a channel that the first interrupt closes, a context that the
// second one cancels, and a channel that says when graph files are to be loaded anew,
// and why: SIGHUP asks for it.
func interrupts() (ctx context.Context, stop <-chan struct{}, reload chan string, end func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals, first := make(chan os.Signal, 2), make(chan struct{})
	reload = make(chan string, 1)
	onTerminal := term.IsTerminal(int(os.Stdin.Fd()))
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// Who reads the standard output may go: that is an error of the node that writes
	// there, and no death that leaves other outputs half done.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	go func() {
		for seen := 0; seen < 2; {
			select {
			case sig := <-signals:
				// A terminal that was closed is no wish to go on with another graph.
				if sig == syscall.SIGHUP && (!onTerminal || term.IsTerminal(int(os.Stdin.Fd()))) {
					select {
					case reload <- "SIGHUP":
					default: // one is asked for already
					}
					continue
				}
			case <-ctx.Done():
				return
			}
			if seen++; seen == 1 {
				slog.Warn("interrupted: working off what was read; interrupt again to stop at once")
				close(first)
			}
		}
		cancel(errors.New("interrupted twice: stopped at once"))
	}()
	return ctx, first, reload, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// showProgress leaves out what was done before a resume, which took no time now.
func showProgress(ctx context.Context, count func() (done, total int64)) {
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
