package videosource

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// pictures reads picture files one after another.
type pictures struct {
	paths []string
	next  int
	fps   float64
	bad   []error
}

func picturesClip(paths []string, stream string, fps float64) clip {
	open := func(context.Context, float64) (reader, error) { return &pictures{paths: paths, fps: fps}, nil }
	return clip{stream: stream, frames: len(paths), fps: fps, open: open}
}

// read skips files that cannot be read; when there is no other, that is the error.
func (p *pictures) read(context.Context, allocator) (picture, error) {
	for p.next < len(p.paths) {
		path := p.paths[p.next]
		p.next++
		frame, err := cv.ReadPicture(path)
		if err == nil {
			pts := time.Duration(float64(p.next-1) / p.fps * float64(time.Second))
			return picture{frame: frame, pts: pts, file: filepath.Base(path)}, nil
		}
		p.bad = append(p.bad, err)
	}
	if len(p.bad) == len(p.paths) {
		return picture{}, p.bad[0]
	}
	return picture{}, io.EOF
}

func (p *pictures) problem() string {
	if len(p.bad) == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d pictures could not be read, the first: %v", len(p.bad), len(p.paths), p.bad[0])
}

func (p *pictures) close() {}
