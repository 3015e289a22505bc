package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// run makes one attempt after another.
func (s *Source) run(ctx context.Context) error {
	s.log.Info("connecting to "+s.what, nodes.State(nodes.Connecting))
	wait := backoff{after: s.settings.After, most: s.settings.Max}
	for {
		ran, err := s.attempt(ctx, wait.tries)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == io.EOF: //nolint:errorlint // a wrapped EOF is a loss
			return err
		}
		s.lost.Add(1)
		pause := wait.next(ran, errors.As(err, new(Lasting)))
		if s.settings.Tries > 0 && wait.tries > s.settings.Tries {
			return fmt.Errorf("%s: %w; given up after %d retries", s.what, err, s.settings.Tries)
		}
		s.tell(err, pause, wait.tries)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Source) tell(err error, pause time.Duration, try int) {
	level, text := slog.LevelWarn, "trying again"
	if errors.As(err, new(Lasting)) {
		level, text = slog.LevelError, "that will hardly mend itself; trying again, but seldom"
	}
	s.log.Log(context.Background(), level, s.what+": "+err.Error()+"; "+text,
		nodes.State(nodes.Retrying), slog.Int("try", try), slog.String("in", pause.Round(time.Millisecond).String()))
}

// attempt connects and hands on what comes until it is lost. ran is for how long
// pictures came.
func (s *Source) attempt(ctx context.Context, try int) (ran time.Duration, err error) {
	w := work(s.dial())
	defer s.leave(w)
	timer := time.NewTimer(s.settings.Connect)
	defer timer.Stop()
	var first time.Time
	for {
		select {
		case r := <-w.results:
			if r.err != nil {
				return since(first), r.err
			}
			if first.IsZero() {
				first = time.Now()
				s.log.Info("running: "+s.what, nodes.State(nodes.Running), slog.String("size", fmt.Sprintf("%dx%d", r.picture.Frame.Width, r.picture.Frame.Height)), slog.Int("tries", try))
			}
			select {
			case s.pictures <- r.picture:
			case <-ctx.Done():
				r.picture.Frame.Release()
				return since(first), ctx.Err()
			}
			timer.Reset(s.settings.Stall)
		case <-timer.C:
			return since(first), s.silence(w, !first.IsZero())
		case <-ctx.Done():
			return since(first), ctx.Err()
		}
	}
}

func since(t time.Time) time.Duration {
	if t.IsZero() {
		return 0
	}
	return time.Since(t)
}

// silence says what was waited for in vain.
func (s *Source) silence(w *worker, ran bool) error {
	switch {
	case ran:
		s.stalled.Add(1)
		s.log.Warn(fmt.Sprintf("%s: no picture for %v", s.what, s.settings.Stall), nodes.State(nodes.Stalled))
		return fmt.Errorf("no picture came for %v", s.settings.Stall)
	case w.opened.Load():
		return fmt.Errorf("it is open, but gave no picture in %v", s.settings.Connect)
	}
	return fmt.Errorf("no answer in %v", s.settings.Connect)
}

// leave ends a worker. One whose call into a library or a driver does not return is
// left behind.
func (s *Source) leave(w *worker) {
	w.stop()
	select {
	case <-w.gone:
		return
	default:
	}
	timer := time.NewTimer(s.settings.Abandon)
	defer timer.Stop()
	select {
	case <-w.gone:
	case <-timer.C:
		err := fmt.Errorf("%s: a call hangs and did not end within %v", s.what, s.settings.Abandon)
		if s.restart != nil {
			s.restart(err)
		}
		s.log.Warn(err.Error()+"; its thread is left behind", "so_far", s.abandoned.Add(1))
	}
}
