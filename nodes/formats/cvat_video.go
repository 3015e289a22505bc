package formats

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// cvatVideo writes CVAT for video. Frames are put aside by track.
type cvatVideo struct {
	*file
	spool         *spool
	labels        categories
	tracks        []*cvatShape
	byTrack       map[int]*cvatShape
	seen          map[int]*cvatShape // on the last frame, by key
	frames        int
	width, height int
}

func newCVATVideo(temp string, _ Options) (encoder, error) {
	f, err := newFile(temp)
	if err != nil {
		return nil, err
	}
	s, err := newSpool(temp)
	if err != nil {
		return nil, errors.Join(err, f.f.Close())
	}
	return &cvatVideo{file: f, spool: s, byTrack: map[int]*cvatShape{}, seen: map[int]*cvatShape{}}, nil
}

func (o *cvatVideo) write(r *Record) error {
	o.frames = max(o.frames, int(r.Stamp.Seq)+1)
	if r.Skipped { // CVAT moves shapes on between frames
		return nil
	}
	if err := r.sized(); err != nil {
		return err
	}
	o.width, o.height = r.Width, r.Height
	here := map[int]*cvatShape{}
	for _, it := range r.Items {
		t := o.shape(r, it)
		place := t.place(r, it)
		if place == "" || here[t.key] != nil {
			continue
		}
		t.last, t.frame, t.begun = place, r.Stamp.Seq, true
		here[t.key] = t
		if err := o.put(t, r.Stamp.Seq, false); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(o.seen)) {
		if here[key] == nil {
			if err := o.put(o.seen[key], r.Stamp.Seq, true); err != nil {
				return err
			}
		}
	}
	o.seen = here
	return nil
}

// shape is the track of an instance. What has none is a track of its own.
func (o *cvatVideo) shape(r *Record, it nodes.Instance) *cvatShape {
	if t := o.byTrack[it.Track]; t != nil && it.Track > 0 {
		return t
	}
	t := &cvatShape{key: len(o.tracks), track: it.Track, label: label(it), element: "box"}
	if r.masked(it) != nil {
		t.element = "polygon"
	}
	o.labels.id(t.label)
	o.tracks = append(o.tracks, t)
	o.byTrack[it.Track] = t
	return t
}

func (o *cvatVideo) end() error {
	if err := cvatHead(o.file, "interpolation", o.frames, o.labels, o.width, o.height); err != nil {
		return err
	}
	n := 0
	for _, t := range o.tracks {
		if !t.begun { // nothing of it was to be seen
			continue
		}
		fmt.Fprintf(o, "  <track id=\"%d\" label=\"%s\" source=\"auto\">\n", n, escaped(t.label))
		n++
		err := o.spool.each(t.key, func(piece []byte) error {
			_, err := o.Write(piece)
			return err
		})
		if err != nil {
			return err
		}
		if _, err := o.WriteString("  </track>\n"); err != nil {
			return err
		}
	}
	_, err := o.WriteString("</annotations>\n")
	return errors.Join(err, o.file.end(), o.spool.file.f.Close())
}

func (o *cvatVideo) free() {
	o.file.free()
	o.spool.free()
}
