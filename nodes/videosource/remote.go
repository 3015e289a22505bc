package videosource

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
)

// remote reads a video file behind http to its end.
type remote struct {
	*stream
	what string
	zero time.Duration
	any  bool
}

func openRemote(ctx context.Context, uri string, o av.StreamOptions) (reader, error) {
	o.Values["reconnect"] = "1" // where it was cut off
	o.Values["reconnect_delay_max"] = "5"
	r := &remote{stream: newStream(uri, o, nil, &tally{}), what: nodes.Redact(uri)}
	defer context.AfterFunc(ctx, r.Stop)()
	if err := r.Open(); err != nil {
		r.Close()
		return nil, fmt.Errorf("%s: %w", r.what, err)
	}
	r.ends, r.pace.wanted = true, false
	return r, nil
}

func (r *remote) read(ctx context.Context, alloc allocator) (picture, error) {
	defer context.AfterFunc(ctx, r.Stop)()
	p, err := r.av.Next()
	switch {
	case ctx.Err() != nil:
		return picture{}, ctx.Err()
	case errors.Is(err, io.EOF):
		return picture{}, io.EOF
	case err != nil:
		return picture{}, fmt.Errorf("%s: %w", r.what, explain(err))
	}
	if !r.any {
		r.zero, r.any = p.PTS, true
	}
	r.alloc = alloc
	frame, err := r.frame(p)
	return picture{frame: frame, pts: p.PTS - r.zero}, err
}

func (r *remote) problem() string { return "" }

func (r *remote) close() { r.Close() }
