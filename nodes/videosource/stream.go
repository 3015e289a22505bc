package videosource

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
	"github.com/maskgraph/maskgraph/nodes/videosource/live"
)

// stream is one connection to a network stream, or a camera of this machine.
type stream struct {
	address string
	host    string // to be looked up first; empty: none
	check   func() error
	options av.StreamOptions
	alloc   allocator
	tally   *tally
	counts  av.StreamCounts // that are in tally

	av     *av.Stream
	ctx    context.Context // ends with Stop
	stop   context.CancelFunc
	ends   bool // it has a length
	pace   pace
	hurry  hurry
	pixels pixels
}

func newStream(address string, o av.StreamOptions, alloc allocator, t *tally) *stream {
	s := &stream{address: address, options: o, alloc: alloc, tally: t, av: av.NewStream()}
	s.ctx, s.stop = context.WithCancel(context.Background())
	if u, err := url.Parse(address); err == nil && net.ParseIP(u.Hostname()) == nil {
		s.host = u.Hostname()
	}
	return s
}

// Open looks the host up by itself, since FFmpeg's own look-up cannot be stopped.
func (s *stream) Open() error {
	if s.check != nil {
		if err := s.check(); err != nil {
			return err
		}
	}
	if s.host != "" {
		if _, err := net.DefaultResolver.LookupHost(s.ctx, s.host); err != nil {
			return lookupFailure(s.host, err)
		}
	}
	info, err := s.av.Open(s.address, s.options)
	if err != nil {
		return explain(err)
	}
	s.ends = info.Duration > 0 && !isRTSP(s.address)
	s.pace.wanted = s.ends || info.Format == "hls"
	s.hurry.wanted = s.hurry.wanted && !s.pace.wanted
	return nil
}

func (s *stream) Read() (live.Picture, error) {
	p, err := s.av.Next()
	if errors.Is(err, io.EOF) && s.ends {
		return live.Picture{}, io.EOF
	}
	if err != nil {
		return live.Picture{}, explain(err)
	}
	at := time.Now().Add(-p.Age)
	s.count()
	if wait := s.pace.wait(p, time.Now()); wait > 0 {
		select {
		case <-time.After(wait):
		case <-s.ctx.Done():
			return live.Picture{}, av.Stopped
		}
		at = time.Now()
	}
	frame, err := s.frame(p)
	if err != nil {
		return live.Picture{}, err
	}
	return live.Picture{Frame: frame, At: at}, nil
}

// count adds up what there is to tell since the last picture.
func (s *stream) count() {
	c := s.av.Counts()
	s.tally.damaged.Add(c.Damaged - s.counts.Damaged)
	s.tally.skipped.Add(c.Skipped - s.counts.Skipped)
	s.counts = c
	if s.hurry.changed(c.Waited, time.Now()) {
		s.av.Hurry(s.hurry.on)
	}
}

// frame converts the picture into memory of alloc's, when there is such a thing.
func (s *stream) frame(p av.Picture) (*nodes.Frame, error) {
	alloc := s.alloc
	if alloc == nil {
		alloc = s.pixels.frame
	}
	frame, err := alloc(p.Width, p.Height, nodes.BGR8)
	if err != nil {
		return nil, err
	}
	if err := s.av.Copy(p, frame.Pix); err != nil {
		frame.Release()
		return nil, err
	}
	return frame, nil
}

func (s *stream) Stop() {
	s.stop()
	s.av.Stop()
}

func (s *stream) Close() {
	s.stop()
	s.av.Close()
}
