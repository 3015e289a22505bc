package formats

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// ytvis puts everything aside and writes it by track and video at the end.
type ytvis struct {
	*file
	spool      *spool
	options    Options
	categories categories
	videos     []*ytVideo
	byStream   map[string]*ytVideo
	tracks     []*ytTrack
	byID       map[ytKey]*ytTrack
	twice      bool // somebody was warned of it
}

type ytKey struct{ video, track int }

type ytVideo struct {
	id, key, frames int // key of the spool
	stream          string
	width, height   int
}

type ytTrack struct {
	key    int
	video  *ytVideo
	track  int         // 0 for an untracked thing, which is on one frame
	frames int         // of the video, until the last one that it is on
	labels map[int]int // how often it had each category
	crowd  int
	score  float64 // sum
	n      int
}

func newYTVIS(temp string, options Options) (encoder, error) {
	f, err := newFile(temp)
	if err != nil {
		return nil, err
	}
	s, err := newSpool(temp)
	if err != nil {
		return nil, errors.Join(err, f.f.Close())
	}
	return &ytvis{file: f, spool: s, options: options, byStream: map[string]*ytVideo{}, byID: map[ytKey]*ytTrack{}}, nil
}

// newKey is one that the spool has not had.
func (o *ytvis) newKey() int { return len(o.videos) + len(o.tracks) }

func (o *ytvis) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	v := o.byStream[r.Stamp.Stream]
	if v == nil {
		v = &ytVideo{id: len(o.videos) + 1, key: o.newKey(), stream: r.Stamp.Stream, width: r.Width, height: r.Height}
		o.videos, o.byStream[v.stream] = append(o.videos, v), v
	}
	if r.Width != v.width || r.Height != v.height {
		return fmt.Errorf("%s: its picture has %dx%d pixels and the first one %dx%d: a video has one size in this format",
			r.Stamp, r.Width, r.Height, v.width, v.height)
	}
	if err := o.put(v.key, r.picture(), r.Stamp.Seq, r.Stamp.PTS.Seconds()); err != nil {
		return err
	}
	v.frames++
	for _, it := range r.Items {
		if err := o.add(r, it, v, it.Track, 0); err != nil {
			return err
		}
	}
	for _, it := range r.Ignore {
		if err := o.add(r, it, v, 0, 1); err != nil {
			return err
		}
	}
	return nil
}

// put puts values aside, to be entries of so many lists.
func (o *ytvis) put(key int, values ...any) error {
	var b bytes.Buffer
	for i, v := range values {
		if i > 0 {
			b.WriteByte('\n')
		}
		if err := appendJSON(&b, v); err != nil {
			return err
		}
	}
	return o.spool.add(key, b.Bytes())
}

// add puts what a track has on a frame aside.
func (o *ytvis) add(r *Record, it nodes.Instance, v *ytVideo, id, crowd int) error {
	t := o.byID[ytKey{v.id, id}]
	if t == nil || id <= 0 {
		t = &ytTrack{key: o.newKey(), video: v, track: max(0, id), labels: map[int]int{}, crowd: crowd}
		o.tracks = append(o.tracks, t)
		o.byID[ytKey{v.id, id}] = t
	}
	if t.frames == v.frames {
		if !o.twice {
			o.options.warn("%s: track %d is there twice: only the first one is written, here and wherever it happens", r.Stamp, id)
		}
		o.twice = true
		return nil
	}
	t.frames = v.frames
	t.labels[o.categories.id(label(it))]++
	t.score += float64(it.Score)
	t.n++
	a := annotation(r, it)
	return o.put(t.key, v.frames-1, a.Segmentation, a.Box, a.Area, a.Score)
}

func (o *ytvis) free() {
	o.file.free()
	o.spool.free()
}
