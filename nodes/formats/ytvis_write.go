package formats

import (
	"fmt"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// ytvis puts everything aside and writes it by track and video at the end.
type ytvis struct {
	*file
	spool  *spool
	warn   func(string, ...any)
	videos []*ytVideo
	tracks []*ytTrack
	byID   map[ytKey]*ytTrack
	alone  int // tracks of untracked things
	ytState
}

type ytState struct {
	Categories  categories
	Twice, Many bool // somebody was warned of it
}

type ytKey struct {
	video *ytVideo
	track int
}

type ytVideo struct {
	id, frames    int
	stream        string
	width, height int
}

type ytTrack struct {
	key    int // of the spool
	video  *ytVideo
	track  int         // 0 for an untracked thing, which is on one frame
	frames int         // of the video, until the last one that it is on
	labels map[int]int // how often it had each category
	crowd  int
	score  float64 // sum
	n      int
}

// mostAlone is how many things without a track are written: each takes a list of all
// frames of its video.
const mostAlone = 1000

func newYTVIS(d *desk) (encoder, error) {
	f, err := d.main()
	if err != nil {
		return nil, err
	}
	s, err := d.spool()
	return &ytvis{file: f, spool: s, warn: d.warn, byID: map[ytKey]*ytTrack{}}, err
}

func (o *ytvis) state() any      { return &o.ytState }
func (o *ytvis) spooled() *spool { return o.spool }

func (o *ytvis) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	v, err := o.video(r)
	if err != nil {
		return err
	}
	if err := o.put(ytVideos-v.id, r.picture(), r.Stamp.Seq, r.Stamp.PTS.Seconds()); err != nil {
		return err
	}
	v.frames++
	for _, it := range r.Items {
		if err := o.see(r, it, v, max(0, it.Track), 0); err != nil {
			return err
		}
	}
	for _, it := range r.Ignore {
		if err := o.see(r, it, v, 0, 1); err != nil {
			return err
		}
	}
	return nil
}

// video is that of a frame.
func (o *ytvis) video(r *Record) (*ytVideo, error) {
	at := slices.IndexFunc(o.videos, func(v *ytVideo) bool { return v.stream == r.video() })
	if at < 0 {
		at = len(o.videos)
		if err := o.bear(ytBirth{Stream: r.video(), Width: r.Width, Height: r.Height}); err != nil {
			return nil, err
		}
	}
	v := o.videos[at]
	if r.Width != v.width || r.Height != v.height {
		return nil, fmt.Errorf("%s: its picture has %dx%d pixels and the first one %dx%d: a video has one size in this format",
			r.Stamp, r.Width, r.Height, v.width, v.height)
	}
	return v, nil
}

// see puts what a track has on a frame aside.
func (o *ytvis) see(r *Record, it nodes.Instance, v *ytVideo, id, crowd int) error {
	t := o.byID[ytKey{v, id}]
	if t == nil || id <= 0 {
		if id <= 0 && o.alone == mostAlone {
			if !o.Many {
				o.warn("%s: from here on things without a track are left out: this format has room for %d of them; a Tracker gives tracks", r.Stamp, mostAlone)
			}
			o.Many = true
			return nil
		}
		if err := o.bear(ytBirth{Video: v.id, Track: id, Crowd: crowd}); err != nil {
			return err
		}
		t = o.tracks[len(o.tracks)-1]
	}
	if t.frames == v.frames {
		if !o.Twice {
			o.warn("%s: track %d is there twice: only the first one is written, here and wherever it happens", r.Stamp, id)
		}
		o.Twice = true
		return nil
	}
	category := o.Categories.id(label(it))
	t.see(v.frames, category, it.Score)
	a := annotation(r, it)
	return o.put(t.key, v.frames-1, category, a.Segmentation, a.Box, a.Area, a.Score)
}
