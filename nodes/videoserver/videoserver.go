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
	"strings"

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

// Config is what a graph file may say about a VideoServer.
type Config struct {
	HTTP     string     `yaml:"http" output:"true" doc:"Where to serve MJPEG: HOST:PORT/PATH, such as 127.0.0.1:8090/street.mjpg. {stream} in the path becomes the video's name. Nodes of one process may share a port."`
	RTSP     string     `yaml:"rtsp" output:"true" doc:"Where to serve H.264: HOST:PORT/PATH, such as 127.0.0.1:8554/street. {stream} and ports as for http."`
	Password string     `yaml:"password" doc:"USER:PASSWORD that viewers must give; ${NAME} is taken from the environment. It is not encrypted on its way. Addresses that other machines can reach want one, or insecure."`
	Insecure bool       `yaml:"insecure" doc:"Show the video to everybody who can reach the address."`
	Viewers  int        `yaml:"viewers" doc:"Viewers at once of each kind, at most."`
	Draw     draw.Style `yaml:"draw" doc:"What is drawn."`
}

// Validate reports settings that cannot work.
func (c Config) Validate() error {
	var errs []error
	if c.HTTP == "" && c.RTSP == "" {
		errs = append(errs, errors.New("http: nothing to serve: set http, rtsp or both"))
	}
	for setting, text := range map[string]string{"http": c.HTTP, "rtsp": c.RTSP} {
		if text == "" {
			continue
		}
		p, err := parsePlace(setting, text)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: %w", setting, err))
		case c.Password == "" && !c.Insecure && !p.loopback():
			errs = append(errs, fmt.Errorf("%s: other machines can reach %s: set a password, or insecure: true to show the video to all of them", setting, p.address))
		}
	}
	if c.Password != "" && !strings.Contains(c.Password, "${") && !strings.Contains(c.Password, ":") {
		errs = append(errs, errors.New("password: want USER:PASSWORD"))
	}
	if c.Viewers < 1 {
		errs = append(errs, fmt.Errorf("viewers: must be 1 or more, got %d", c.Viewers))
	}
	return errors.Join(append(errs, c.Draw.Validate())...)
}

// show is one way to watch.
type show interface {
	// begin makes the place for a stream, and ends that of the one before.
	begin(stream string) error
	// wanted says whether anybody watches.
	wanted() bool
	// show hands a picture of even size to all who watch. It waits for nobody.
	show(f *nodes.Frame, stamp nodes.Stamp) error
	counts() (viewers, dropped int64)
	url() string
	close() error
}

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
