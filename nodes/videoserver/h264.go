package videoserver

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
	"github.com/maskgraph/maskgraph/nodes/internal/rtsp"
)

// h264 serves H.264 over RTSP.
type h264 struct {
	place   place
	options rtsp.Options
	server  *rtsp.Server
	letGo   func() error
	stream  *rtsp.Stream // nil before the first one

	encoder       *av.Encoder // nil before the first frame
	width, height int         // of encoder
	clock         clock

	before, missed int64 // viewers and drops of earlier streams
}

func openH264(env nodes.Env, cfg Config, password string) (*h264, error) {
	p, err := parsePlace("rtsp", cfg.RTSP)
	if err != nil {
		return nil, err
	}
	h := &h264{place: p, options: rtsp.Options{Players: cfg.Viewers, Password: password}}
	h.server, h.letGo, err = nodes.Share(env.Shared, "rtsp://"+p.address, func() (*rtsp.Server, error) {
		return rtsp.Listen(p.address, env.Log)
	})
	if err != nil {
		return nil, err
	}
	if !p.each() { // players may come before the first frame
		if err := h.begin(""); err != nil {
			return nil, errors.Join(err, h.close())
		}
	}
	return h, nil
}

func (h *h264) begin(stream string) (err error) {
	if h.stream != nil && !h.place.each() {
		return nil
	}
	h.end()
	h.stream, err = h.server.Add(h.place.of(stream), h.options)
	return err
}

// end ends the stream.
func (h *h264) end() {
	if h.stream != nil {
		h.before, h.missed = h.counts()
		h.stream.Close()
		h.stream = nil
	}
	h.closeEncoder()
}

func (h *h264) closeEncoder() {
	if h.encoder != nil {
		h.encoder.Close()
		h.encoder = nil
	}
}

// wanted is true also before the first frame: players ask for the parameters of a
// stream before they play it.
func (h *h264) wanted() bool {
	frames, _ := h.stream.Wanted()
	return frames || h.encoder == nil
}

func (h *h264) show(f *nodes.Frame, stamp nodes.Stamp) error {
	if h.encoder == nil || f.Width != h.width || f.Height != h.height {
		if err := h.openEncoder(f.Width, f.Height); err != nil {
			return err
		}
	}
	frames, key := h.stream.Wanted()
	if !frames {
		return nil
	}
	if key {
		h.encoder.Key()
	}
	at := h.clock.at(stamp.PTS)
	packet, err := h.encoder.Encode(f.Pix, int64(math.Round(at.Seconds()*av.Ticks)))
	if err != nil {
		return err
	}
	return h.stream.Write(packet.Data, packet.Key, at)
}

func (h *h264) openEncoder(width, height int) error {
	h.closeEncoder()
	e, err := av.NewEncoder(".mp4", width, height)
	if err != nil {
		return err
	}
	if codec := e.Params().Codec; codec != "h264" {
		e.Close()
		return fmt.Errorf("the FFmpeg of this machine was built without libx264 (it has %s): serve MJPEG (http) instead", codec)
	}
	h.encoder, h.width, h.height = e, width, height
	return h.stream.SetParams(bytes.Clone(e.Params().Extradata))
}

func (h *h264) counts() (viewers, dropped int64) {
	if h.stream == nil {
		return h.before, h.missed
	}
	viewers, dropped = h.stream.Counts()
	return h.before + viewers, h.missed + dropped
}

func (h *h264) url() string { return "rtsp://" + h.server.Address() + h.stream.Path() }

func (h *h264) close() error {
	h.end()
	return h.letGo()
}

// clock makes times that always rise of stamps that begin anew with each stream.
type clock struct {
	last, stamp, shift time.Duration
	began              bool
}

func (c *clock) at(stamp time.Duration) time.Duration {
	const step = time.Second / 25
	switch {
	case !c.began:
		c.began, c.shift = true, -stamp
	case stamp <= c.stamp:
		c.shift = c.last + step - stamp
	}
	c.stamp = stamp
	c.last = max(stamp+c.shift, c.last)
	return c.last
}
