package live

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// states of a log's lines.
func states(log string) (found []string) {
	for line := range strings.Lines(log) {
		if _, rest, ok := strings.Cut(line, "state="); ok {
			found = append(found, strings.Fields(rest)[0])
		}
	}
	return found
}

func TestSource(t *testing.T) {
	s := func(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
	for _, tt := range []struct {
		name     string
		fakes    []*fake
		change   func(*Settings)
		pictures int             // to be read
		err      string          // instead of the last one
		attempts []time.Duration // since the start, to a fifth of the time since the last one
		states   string
		log      string // some line of it
		counters map[string]int64
	}{
		{
			"runs", nil, nil, 100, "", []time.Duration{0}, "connecting running ended", "running: cam", nil,
		},
		{
			"ends", []*fake{{pictures: 3, then: io.EOF}}, nil, 4, "EOF", []time.Duration{0}, "connecting running ended", "", nil,
		},
		{
			"is cut", []*fake{{pictures: 20, then: errCut}}, nil, 30, "", []time.Duration{0, s(2.5)},
			"connecting running retrying running ended", "cam: cut; trying again", map[string]int64{"losses": 1, "stalls": 0},
		},
		{
			"stalls", []*fake{{pictures: 10}}, nil, 20, "", []time.Duration{0, s(1 + 3 + 0.5)},
			"connecting running stalled retrying running ended", "cam: no picture came for 3s; trying again", map[string]int64{"losses": 1, "stalls": 1},
		},
		{
			"is not there", []*fake{{openErr: errCut}, {openErr: errCut}, {openErr: errCut}, {openErr: errCut}}, nil, 1, "",
			[]time.Duration{0, s(0.5), s(1.5), s(3.5), s(7.5)}, "connecting retrying retrying retrying retrying running ended", "try=4", map[string]int64{"losses": 4, "stalls": 0},
		},
		{
			"comes back for a moment only", []*fake{{pictures: 2, then: errCut}, {pictures: 2, then: errCut}, {pictures: 2, then: errCut}}, nil, 7, "",
			[]time.Duration{0, s(0.7), s(1.9), s(4.1)}, "connecting running retrying running retrying running retrying running ended", "", nil,
		},
		{
			"says nothing", []*fake{{}}, nil, 1, "", []time.Duration{0, s(10.5)},
			"connecting retrying running ended", "cam: no answer in 10s; trying again", nil,
		},
		{
			"wrong password", []*fake{{openErr: errPassword}, {openErr: errPassword}}, nil, 1, "", []time.Duration{0, s(30), s(60)},
			"connecting retrying retrying running ended", "cam: wrong password; that will hardly mend itself; trying again, but seldom", nil,
		},
		{
			"is given up", []*fake{{openErr: errCut}, {openErr: errCut}, {openErr: errCut}}, func(s *Settings) { s.Tries = 2 }, 1,
			"cam: cut; given up after 2 retries", []time.Duration{0, s(0.5), s(1.5)}, "connecting retrying retrying ended", "", nil,
		},
		{
			"hangs", []*fake{{pictures: 10, deaf: true}}, nil, 20, "", []time.Duration{0, s(1 + 3 + 5 + 0.5)},
			"connecting running stalled retrying running ended", "a call hangs and did not end within 5s; its thread is left behind\" so_far=1", map[string]int64{"losses": 1, "stalls": 1, "abandoned_calls": 1},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				settings := usual
				if tt.change != nil {
					tt.change(&settings)
				}
				var log bytes.Buffer
				sc := &script{fakes: tt.fakes, began: time.Now(), wake: make(chan struct{})}
				src := Start("cam", settings, sc.dial, slog.New(slog.NewTextHandler(&log, nil)), nil)
				var err error
				for range tt.pictures {
					var p Picture
					if p, err = src.Next(t.Context()); err != nil {
						break
					}
					p.Frame.Release()
				}
				src.Close()
				close(sc.wake)
				synctest.Wait()
				if got := fmt.Sprint(err); got != tt.err && (err != nil || tt.err != "") {
					t.Errorf("got %v, want %s", err, tt.err)
				}
				if got := strings.Join(states(log.String()), " "); got != tt.states {
					t.Errorf("states %s, want %s", got, tt.states)
				}
				if !strings.Contains(log.String(), tt.log) {
					t.Errorf("%q is missing in the log:\n%s", tt.log, log.String())
				}
				if tt.counters != nil && fmt.Sprint(src.Counters()) != fmt.Sprint(tt.counters) {
					t.Errorf("counters %v, want %v", src.Counters(), tt.counters)
				}
				if !slices.EqualFunc(sc.times, tt.attempts, func(a, b time.Duration) bool { return (a - b).Abs() <= b/5 }) {
					t.Errorf("attempts at %v, want %v", sc.times, tt.attempts)
				}
				if n := nodes.LiveFrames(); n != 0 {
					t.Errorf("%d frames were not released", n)
				}
			})
		})
	}
}

// TestRestart: where somebody starts the process again, a hanging call ends it.
func TestRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc := &script{fakes: []*fake{{deaf: true}}, wake: make(chan struct{})}
		why := make(chan error, 1)
		src := Start("cam", usual, sc.dial, slog.New(slog.DiscardHandler), func(err error) { why <- err; close(sc.wake) })
		if got := (<-why).Error(); got != "cam: a call hangs and did not end within 5s" {
			t.Error(got)
		}
		src.Close()
	})
}

// TestNextIsPatient: whoever waits for a picture can go away.
func TestNextIsPatient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc := &script{fakes: []*fake{{}}}
		src := Start("cam", usual, sc.dial, slog.New(slog.DiscardHandler), nil)
		defer src.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := src.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}

// TestSlowReader: while nobody takes its pictures a source does not stall.
func TestSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc := &script{}
		src := Start("cam", usual, sc.dial, slog.New(slog.DiscardHandler), nil)
		defer src.Close()
		for range 3 {
			time.Sleep(time.Minute)
			p, err := src.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			p.Frame.Release()
		}
		if n := len(sc.times); n != 1 {
			t.Errorf("%d attempts", n)
		}
	})
}
