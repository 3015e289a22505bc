package masksink

import (
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// overlay is a video with the instances drawn in.
type overlay struct {
	painter draw.Painter
	video   *video
	seen    *nodes.Instances // last: shown on while nobody looks
	warn    func(string, ...any)
	scaled  bool
}

type overlayState struct {
	Video  videoState
	Seen   nodes.Instances // what a painter wants of them
	Scaled bool
	Trails draw.Trails
}

func overlaySink(cfg Config, warn func(string, ...any)) *sink {
	s := &sink{setting: "overlay", pattern: cfg.Overlay}
	if isPicture(cfg.Overlay) {
		p := &draw.Painter{Style: cfg.Draw}
		s.unit = perFrame
		s.create = func(path string) (output, error) { return &picture{path: path, painter: p}, nil }
		return s
	}
	s.unit, s.side, s.rebuilds = perStream, packetsSide, true
	s.create = func(path string) (output, error) { return newOverlay(path, cfg, warn) }
	s.reopen = func(path string, st *sinkState) (output, error) { return reopenOverlay(path, st, cfg, warn) }
	return s
}

func newOverlay(path string, cfg Config, warn func(string, ...any)) (output, error) {
	v, err := newVideo(path, extension(path), cfg.FPS)
	if err != nil {
		return nil, err
	}
	return &overlay{video: v, painter: draw.Painter{Style: cfg.Draw}, warn: warn}, nil
}

func reopenOverlay(path string, s *sinkState, cfg Config, warn func(string, ...any)) (output, error) {
	v, err := reopenVideo(path, extension(path), cfg.FPS, s.Overlay.Video)
	if err != nil {
		return nil, err
	}
	return &overlay{video: v, painter: draw.Painter{Style: cfg.Draw, Trails: s.Overlay.Trails}, warn: warn, seen: &s.Overlay.Seen, scaled: s.Overlay.Scaled}, nil
}

func (o *overlay) write(r record) error {
	if !r.found.Skipped || o.seen == nil {
		o.seen = r.found
		o.painter.See(r.stamp.PTS, o.seen.Items)
	}
	f, err := o.painter.Paint(r.frame, o.seen.Items, true)
	if err != nil {
		return err
	}
	defer f.Release()
	if st := o.video.state; st.Frames > 0 && (f.Width != st.Width || f.Height != st.Height) && !o.scaled {
		o.scaled = true
		o.warn("overlay: frames change to %dx%d in the middle of a stream: they are scaled to the %dx%d of the first one",
			f.Width, f.Height, st.Width, st.Height)
	}
	return o.video.write(f, r.stamp.PTS)
}

func (o *overlay) end(bool) error { return o.video.end() }

func (o *overlay) close() error { return o.video.close() }

func (o *overlay) save(s *sinkState) error {
	s.Overlay = overlayState{Video: o.video.state, Scaled: o.scaled, Trails: o.painter.Trails}
	for _, it := range o.seen.Items {
		s.Overlay.Seen.Items = append(s.Overlay.Seen.Items, nodes.Instance{Box: it.Box, Score: it.Score, Label: it.Label, Mask: it.Mask, Track: it.Track})
	}
	return nil
}

func (o *overlay) aside() int64 { return o.video.log.Size() }
