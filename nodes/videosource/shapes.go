package videosource

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/videosource/live"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

// shapes reads a synthetic scene.
type shapes struct {
	*scene.Scene
	next int
}

func sceneClip(env nodes.Env, cfg Config, name string) (clip, error) {
	s, err := scene.Parse(cfg.URI)
	if err != nil {
		return clip{}, err
	}
	if s.Live {
		return liveClip(env, cfg, "synthetic camera", name, func(alloc allocator, _ *tally) live.Connection { return newCamera(s, alloc) }), nil
	}
	open := func(context.Context, float64) (reader, error) { return &shapes{Scene: s}, nil }
	return clip{stream: name, frames: s.Frames, fps: s.FPS, open: open}, nil
}

func (s *shapes) read(context.Context, allocator) (picture, error) {
	if s.next == s.Frames {
		return picture{}, io.EOF
	}
	pts := time.Duration(float64(s.next) / s.FPS * float64(time.Second))
	frame := nodes.NewFrame(s.Width, s.Height, nodes.BGR8, s.Pixels(s.next), nil)
	s.next++
	return picture{frame: frame, pts: pts}, nil
}

func (s *shapes) problem() string { return "" }

func (s *shapes) close() {}

// camera gives a scene in real time: each frame when it is due, and those never that
// nobody has asked for in time.
type camera struct {
	*scene.Scene
	alloc allocator
	began time.Time
	next  int
	quit  chan struct{}
}

func newCamera(s *scene.Scene, alloc allocator) *camera {
	return &camera{Scene: s, alloc: alloc, quit: make(chan struct{})}
}

func (c *camera) Open() error {
	c.began = time.Now()
	return nil
}

func (c *camera) due(frame int) time.Time {
	return c.began.Add(time.Duration(float64(frame) / c.FPS * float64(time.Second)))
}

func (c *camera) Read() (live.Picture, error) {
	for time.Until(c.due(c.next+1)) < 0 {
		c.next++
	}
	if c.Frames > 0 && c.next >= c.Frames {
		return live.Picture{}, io.EOF
	}
	at := c.due(c.next)
	select {
	case <-time.After(time.Until(at)):
	case <-c.quit:
		return live.Picture{}, errors.New("stopped")
	}
	pix := c.Pixels(c.next)
	c.next++
	if c.alloc == nil {
		return live.Picture{Frame: nodes.NewFrame(c.Width, c.Height, nodes.BGR8, pix, nil), At: at}, nil
	}
	frame, err := c.alloc(c.Width, c.Height, nodes.BGR8)
	if err != nil {
		return live.Picture{}, err
	}
	copy(frame.Pix, pix)
	return live.Picture{Frame: frame, At: at}, nil
}

func (c *camera) Stop() { close(c.quit) }

func (c *camera) Close() {}
