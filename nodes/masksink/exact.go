package masksink

import (
	"fmt"

	"github.com/maskgraph/maskgraph/nodes/formats"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
)

// exact is a video without loss whose pixels are the numbers of the instances.
type exact struct {
	video *video
	pix   []byte // scratch
	warn  func(string, ...any)
	lost  bool // somebody was told that something was left out
}

type exactState struct {
	Video videoState
	Lost  bool
}

func exactSink(set setting, warn func(string, ...any)) *sink {
	return &sink{
		setting: set.name, pattern: set.path, unit: perStream, side: packetsSide, rebuilds: true,
		create: func(path string) (output, error) {
			v, err := newVideo(path, av.Exact, 0)
			if err != nil {
				return nil, err
			}
			return &exact{video: v, warn: warn}, nil
		},
		reopen: func(path string, s *sinkState) (output, error) {
			v, err := reopenVideo(path, av.Exact, 0, s.Exact.Video)
			if err != nil {
				return nil, err
			}
			return &exact{video: v, warn: warn, lost: s.Exact.Lost}, nil
		},
	}
}

// write adds a frame. What nobody looked at is empty, like what holds nothing.
func (o *exact) write(r record) error {
	w, h := r.frame.Width, r.frame.Height
	if st := o.video.state; st.Frames > 0 && (w != st.Width || h != st.Height) {
		return fmt.Errorf("frames change from %dx%d to %dx%d in the middle of a stream, and masks that are scaled are not exact: use masks, which writes a picture for each frame",
			st.Width, st.Height, w, h)
	}
	if len(o.pix) != 2*w*h {
		o.pix = make([]byte, 2*w*h)
	}
	clear(o.pix)
	f := r.record()
	lost := formats.PaintValues(&f, func(x, y, value int) {
		i := 2 * (y*w + x)
		o.pix[i], o.pix[i+1] = byte(value), byte(value>>8)
	})
	if lost > 0 && !o.lost {
		o.lost = true
		o.warn("exact: masks are left out of the pictures from track %d on: their pixels hold 65535 ids at most", lost)
	}
	return o.video.put(o.pix, w, h, r.stamp.PTS)
}

func (o *exact) end(bool) error { return o.video.end() }

func (o *exact) close() error { return o.video.close() }

func (o *exact) save(s *sinkState) error {
	s.Exact = exactState{Video: o.video.state, Lost: o.lost}
	return nil
}

func (o *exact) aside() int64 { return o.video.log.Size() }
