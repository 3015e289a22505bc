package videosource

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/videosource/live"
)

// liveReader reads what may be lost and comes again. It connects when the first
// picture is wanted, and then in goroutines of its own.
type liveReader struct {
	what     string // without passwords
	settings live.Settings
	env      nodes.Env
	dial     dialer
	tally    *tally
	source   *live.Source
}

// dialer makes a connection that is not open, which writes into tally what it counts.
type dialer = func(alloc allocator, t *tally) live.Connection

// tally counts over all connections of a source.
type tally struct{ damaged, skipped atomic.Int64 }

// liveClip is a stream whose pictures come from connections, one after another.
func liveClip(env nodes.Env, cfg Config, what, stream string, dial dialer) clip {
	open := func(context.Context, float64) (reader, error) {
		return &liveReader{what: what, settings: cfg.live(), env: env, dial: dial, tally: &tally{}}, nil
	}
	return clip{stream: stream, live: true, open: open}
}

// abandonAfter is how long a call into a driver that was told to end may go on.
const abandonAfter = 5 * time.Second

func (c Config) live() live.Settings {
	seconds := func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
	return live.Settings{
		Connect: seconds(c.Connect), Stall: seconds(c.Stall),
		After: seconds(c.Reconnect.After), Max: seconds(c.Reconnect.Max), Tries: c.Reconnect.Tries,
		Abandon: abandonAfter,
	}
}

func (r *liveReader) read(ctx context.Context, alloc allocator) (picture, error) {
	if r.source == nil {
		dial := func() live.Connection { return r.dial(alloc, r.tally) }
		r.source = live.Start(r.what, r.settings, dial, r.env.Log, r.env.Restart)
	}
	p, err := r.source.Next(ctx)
	return picture{frame: p.Frame, at: p.At}, err
}

func (r *liveReader) counters() map[string]int64 {
	if r.source == nil {
		return map[string]int64{}
	}
	c := r.source.Counters()
	for name, n := range map[string]int64{"damaged_packets": r.tally.damaged.Load(), "skipped_packets": r.tally.skipped.Load()} {
		if n > 0 {
			c[name] = n
		}
	}
	return c
}

func (r *liveReader) problem() string { return "" }

func (r *liveReader) close() {
	if r.source != nil {
		r.source.Close()
	}
}
