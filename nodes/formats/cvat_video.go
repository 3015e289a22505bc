package formats

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// cvatVideo writes CVAT for video. Frames are put aside by track.
type cvatVideo struct {
	*file
	spool   *spool
	tracks  int                // there were so many
	byTrack map[int]*cvatShape // of those with an identity
	byKey   map[int]*cvatShape // the same
	seen    map[int]*cvatShape // on the last frame, by key
	cvatVideoState
}

type cvatVideoState struct {
	Labels                categories
	Frames, Width, Height int
}

func newCVATVideo(d *desk) (encoder, error) {
	f, err := d.main()
	if err != nil {
		return nil, err
	}
	s, err := d.spool()
	return &cvatVideo{file: f, spool: s, byTrack: map[int]*cvatShape{}, byKey: map[int]*cvatShape{}, seen: map[int]*cvatShape{}}, err
}

func (o *cvatVideo) state() any      { return &o.cvatVideoState }
func (o *cvatVideo) spooled() *spool { return o.spool }

func (o *cvatVideo) write(r *Record) error {
	o.Frames = max(o.Frames, int(r.Stamp.Seq)+1)
	if r.Skipped { // CVAT moves shapes on between frames
		return nil
	}
	if err := r.sized(); err != nil {
		return err
	}
	o.Width, o.Height = r.Width, r.Height
	here := map[int]*cvatShape{}
	for _, it := range r.Items {
		t := o.shape(r, it)
		place := t.place(r, it)
		if place == "" || t.key >= 0 && here[t.key] != nil {
			continue
		}
		if t.key < 0 {
			if err := o.bear(t); err != nil {
				return err
			}
		}
		t.last, here[t.key] = place, t
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
	t := &cvatShape{key: -1, Track: max(0, it.Track), Label: label(it), Element: "box"}
	if r.masked(it) != nil {
		t.Element = "polygon"
	}
	return t
}

func (o *cvatVideo) end(bool) error {
	if err := cvatHead(o.file, "interpolation", o.Frames, o.Labels, o.Width, o.Height); err != nil {
		return err
	}
	key := 0
	err := o.spool.each(cvatBirths, func(piece []byte) error {
		var t cvatShape
		if err := json.Unmarshal(piece, &t); err != nil {
			return err
		}
		fmt.Fprintf(o, "  <track id=\"%d\" label=\"%s\" source=\"auto\">\n", key, escaped(t.Label))
		if err := o.spool.each(key, func(piece []byte) error { return t.write(o, piece) }); err != nil {
			return err
		}
		key++
		_, err := o.WriteString("  </track>\n")
		return err
	})
	if err != nil {
		return err
	}
	_, err = o.WriteString("</annotations>\n")
	return err
}
