package videosource

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

// clip is one stream that can be opened.
type clip struct {
	stream string
	live   bool
	frames int     // that the container promises, 0 when unknown
	fps    float64 // 0 when unknown
	err    error   // known already: it cannot be opened
	open   func(ctx context.Context, start float64) (reader, error)
}

// allocator gives memory for a frame, as nodes.Env's NewFrame; it may be nil.
type allocator = func(width, height int, format nodes.PixelFormat) (*nodes.Frame, error)

// reader gives the pictures of an open clip.
type reader interface {
	read(ctx context.Context, alloc allocator) (picture, error) // io.EOF at the end; alloc may go unused
	problem() string                                            // after io.EOF: what was wrong with the clip, or nothing
	close()
}

// picture is a frame with what its source says of it.
type picture struct {
	frame *nodes.Frame
	pts   time.Duration // from the start of the clip; 0 when unknown
	file  string        // of a picture file
	at    time.Time     // of capture by a camera, which counts instead of pts; zero for files
}

func (p picture) release() { p.frame.Release() }

// expect is how many frames the settings leave of a clip.
func (c clip) expect(cfg Config) int {
	n := float64(c.frames)
	if c.fps > 0 {
		if cfg.End > 0 {
			n = min(n, cfg.End*c.fps)
		}
		n = max(0, n-cfg.Start*c.fps)
	}
	n /= float64(cfg.Every)
	if cfg.MaxFrames > 0 && n > 0 {
		n = min(n, float64(cfg.MaxFrames))
	}
	return int(n + 0.5)
}

// find says which clips a URI means.
func find(env nodes.Env, cfg Config) ([]clip, error) {
	name := cmp.Or(cfg.Stream, env.Stream, env.Name)
	uri := cfg.URI
	switch {
	case strings.HasPrefix(uri, scene.Scheme):
		return one(sceneClip(env, cfg, name))
	case strings.HasPrefix(uri, "/dev/video"):
		return one(deviceClip(env, cfg, strings.TrimPrefix(uri, "/dev/video"), name))
	case isNumber(uri):
		return one(deviceClip(env, cfg, uri, name))
	case strings.Contains(uri, "://"):
		return []clip{networkClip(env, cfg, name)}, nil
	}
	clips, err := findFiles(uri, cfg)
	if len(clips) == 1 {
		clips[0].stream = cmp.Or(cfg.Stream, env.Stream, clips[0].stream)
	}
	return clips, err
}

func one(c clip, err error) ([]clip, error) { return []clip{c}, err }

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// findFiles resolves a file, a folder or a glob.
func findFiles(uri string, cfg Config) ([]clip, error) {
	paths := []string{uri}
	info, err := os.Stat(uri)
	switch {
	case err == nil && info.IsDir():
		if paths, err = listFolder(uri); err != nil {
			return nil, err
		}
	case err != nil && strings.ContainsAny(uri, "*?["):
		if paths, err = filepath.Glob(uri); err != nil {
			return nil, fmt.Errorf("%s: %w", uri, err)
		}
		if len(paths) == 0 {
			return nil, fmt.Errorf("%s: no file matches", uri)
		}
	case err != nil:
		return nil, err
	}
	slices.SortFunc(paths, natural)
	pictures, videos := split(paths)
	var clips []clip
	if len(pictures) > 0 {
		stream := strings.TrimSuffix(filepath.Base(pictures[0]), filepath.Ext(pictures[0]))
		if len(pictures) > 1 {
			stream = filepath.Base(filepath.Dir(pictures[0]))
		}
		clips = append(clips, picturesClip(pictures, stream, cfg.FPS))
	}
	for _, path := range videos {
		clips = append(clips, fileClip(path, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))))
	}
	return name(clips, cfg.Stream)
}

// name gives streams the name from the settings, and refuses or tells apart those
// that would have the same one.
func name(clips []clip, stream string) ([]clip, error) {
	if stream != "" && len(clips) > 1 {
		return nil, fmt.Errorf("stream: %q cannot name %d videos; leave it out and they are named after their files", stream, len(clips))
	}
	used := map[string]int{}
	for i := range clips {
		c := &clips[i]
		c.stream = cmp.Or(stream, c.stream)
		if used[c.stream]++; used[c.stream] > 1 {
			c.stream = fmt.Sprintf("%s-%d", c.stream, used[c.stream])
		}
	}
	return clips, nil
}

func listFolder(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, e := range entries {
		ext := strings.ToLower(filepath.Ext(e.Name()))
		if !e.IsDir() && (pictureExt[ext] || videoExt[ext]) {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s: the folder holds no video and no picture", dir)
	}
	return paths, nil
}
