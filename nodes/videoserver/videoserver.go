// Package videoserver is the node VideoServer: whoever wants to can watch what a graph
// sees, with the masks drawn in, by MJPEG over HTTP or by H.264 over RTSP.
//
// Nobody who watches holds up the graph: a viewer who is slow misses frames. While
// nobody watches nothing is drawn or encoded.
package videoserver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// Factory makes VideoServer nodes.
var Factory = nodes.Define(nodes.Info{
	Type: "VideoServer",
	Doc: "Lets players and browsers watch the frames with the masks drawn in, as they come: MJPEG over HTTP, H.264 over RTSP (TCP and UDP), several viewers at once. " +
		"Slow viewers miss frames; the graph waits for none. Nothing is drawn while nobody watches.",
	In: []nodes.Port{
		{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture to show."},
		{Name: "instances", Type: nodes.TypeBoxes, Optional: true, Doc: "What was found on it, to be drawn."},
	},
}, Config{Viewers: 16, Draw: draw.Default()}, open)

type node struct {
	log     *slog.Logger
	shows   []show
	painter draw.Painter
	stream  string           // of the last frame
	began   bool             // stream is one
	seen    *nodes.Instances // last: shown on while nobody looks
	frames  int64
	drawn   int64
}

func open(_ context.Context, env nodes.Env, cfg Config) (nodes.Node, error) {
	password, err := expand(cfg.Password)
	if err != nil {
		return nil, fmt.Errorf("password: %w", err)
	}
	if env.Log == nil {
		env.Log = slog.New(slog.DiscardHandler)
	}
	if env.Shared == nil {
		env.Shared = &nodes.Shared{}
	}
	n := &node{log: env.Log, painter: draw.Painter{Style: cfg.Draw}}
	if cfg.HTTP != "" {
		s, err := openMJPEG(env, cfg, password)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("http: %w", err), n.Close())
		}
		n.shows = append(n.shows, s)
	}
	if cfg.RTSP != "" {
		s, err := openH264(env, cfg, password)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("rtsp: %w", err), n.Close())
		}
		n.shows = append(n.shows, s)
	}
	return n, nil
}

// Process shows one frame to whoever watches.
func (n *node) Process(ctx context.Context, in nodes.Packet) (nodes.Packet, error) {
	if err := ctx.Err(); err != nil {
		return nodes.Packet{}, err
	}
	frame, found := in.Frame("frame"), in.Instances("instances")
	if frame == nil {
		return nodes.Packet{}, errors.New("frame: nothing came in: connect the port to the node that gives the pictures")
	}
	n.frames++
	if err := n.begin(in.Stamp.Stream); err != nil {
		return nodes.Packet{}, err
	}
	if found != nil && (!found.Skipped || n.seen == nil) {
		n.seen = found
	}
	var picture *nodes.Frame
	for _, s := range n.shows {
		if !s.wanted() {
			continue
		}
		if picture == nil {
			var err error
			if picture, err = n.paint(frame); err != nil {
				return nodes.Packet{}, err
			}
			defer picture.Release()
		}
		if err := s.show(picture, in.Stamp); err != nil {
			return nodes.Packet{}, err
		}
	}
	return nodes.Packet{}, nil
}

func (n *node) begin(stream string) error {
	if n.began && stream == n.stream {
		return nil
	}
	n.stream, n.began, n.seen = stream, true, nil
	for _, s := range n.shows {
		if err := s.begin(stream); err != nil {
			return err
		}
		n.log.Info("serving", "at", s.url())
	}
	return nil
}

func (n *node) paint(frame *nodes.Frame) (*nodes.Frame, error) {
	n.drawn++
	var items []nodes.Instance
	if n.seen != nil {
		items = n.seen.Items
	}
	return n.painter.Paint(frame, items, true)
}

// Close ends all viewing. What was counted stays.
func (n *node) Close() error {
	var errs []error
	for _, s := range n.shows {
		errs = append(errs, s.close())
	}
	return errors.Join(errs...)
}

func (n *node) Report() nodes.Report {
	r := nodes.Report{Counters: map[string]int64{"frames": n.frames, "frames_drawn": n.drawn, "viewers": 0, "viewer_drops": 0}}
	for _, s := range n.shows {
		viewers, dropped := s.counts()
		r.Counters["viewers"] += viewers
		r.Counters["viewer_drops"] += dropped
	}
	return r
}

var _ nodes.Reporter = (*node)(nil)
