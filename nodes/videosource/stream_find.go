package videosource

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
	"github.com/maskgraph/maskgraph/nodes/videosource/live"
)

// networkClip is a network stream, or a video file behind http, which is read as other
// files are.
func networkClip(env nodes.Env, cfg Config, name string) clip {
	o := av.StreamOptions{Values: cfg.network(), LowDelay: cfg.LowDelay, Threads: env.Threads}
	if isRemoteFile(cfg.URI) {
		o.LowDelay = false
		return clip{stream: name, open: func(ctx context.Context, _ float64) (reader, error) { return openRemote(ctx, cfg.URI, o) }}
	}
	return liveClip(env, cfg, nodes.Redact(cfg.URI), name, func(alloc allocator, t *tally) live.Connection {
		s := newStream(cfg.URI, o, alloc, t)
		s.hurry.wanted = cfg.Policy != "block"
		return s
	})
}

func isRTSP(uri string) bool {
	return strings.HasPrefix(uri, "rtsp://") || strings.HasPrefix(uri, "rtsps://")
}

// isRemoteFile goes by the name: what a server gives under others is taken for live.
func isRemoteFile(uri string) bool {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	ext := strings.ToLower(path.Ext(u.Path))
	return videoExt[ext] && ext != ".mjpeg" && ext != ".ts"
}

// network are FFmpeg's options for an address.
func (c Config) network() map[string]string {
	micros := func(s float64) string { return strconv.FormatInt(int64(s*1e6), 10) }
	patience := micros(max(c.Connect, c.Stall)) // ours ends first; this is for what cannot be stopped otherwise
	v := map[string]string{"timeout": patience, "rw_timeout": patience}
	if isRTSP(c.URI) {
		v["rtsp_transport"] = c.Transport
		v["allowed_media_types"] = "video"
		v["buffer_size"] = strconv.Itoa(1 << 20) // of the socket: UDP loses what does not fit
	}
	if c.LowDelay {
		v["fflags"] = "nobuffer"
		v["analyzeduration"] = micros(1)
	}
	return v
}

// deviceClip is a camera of this machine.
func deviceClip(env nodes.Env, cfg Config, number, name string) (clip, error) {
	index, err := strconv.ParseUint(number, 10, 16)
	if err != nil {
		return clip{}, fmt.Errorf("%s: want a camera such as 0 or /dev/video0", cfg.URI)
	}
	device := fmt.Sprintf("/dev/video%d", index)
	o := av.StreamOptions{Format: "video4linux2", Values: cfg.Camera.options(), LowDelay: true, Threads: env.Threads}
	return liveClip(env, cfg, device, name, func(alloc allocator, t *tally) live.Connection {
		s := newStream(device, o, alloc, t)
		s.hurry.wanted = cfg.Policy != "block"
		s.check = func() error { return isDevice(device) }
		return s
	}), nil
}

// isDevice says what is wrong with a path before a driver says it less clearly.
func isDevice(path string) error {
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return fmt.Errorf("there is no such camera: is it plugged in?")
	case err != nil:
		return err
	case info.Mode()&os.ModeCharDevice == 0:
		return live.Lasting{Err: fmt.Errorf("it is no camera")}
	}
	return nil
}

func (c Camera) options() map[string]string {
	v := map[string]string{}
	if c.Width > 0 {
		v["video_size"] = fmt.Sprintf("%dx%d", c.Width, c.Height)
	}
	if c.FPS > 0 {
		v["framerate"] = strconv.FormatFloat(c.FPS, 'g', -1, 64)
	}
	if c.Format != "" {
		v["input_format"] = c.Format
	}
	return v
}
