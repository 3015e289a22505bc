package formats

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

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

// cvatShape is a track. All its shapes are of one kind.
type cvatShape struct {
	key, track int
	label      string
	element    string // polygon or box
	last       string // where it was
	frame      uint64 // when it was there
	begun      bool
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

// place is where a track is on a frame, empty for nowhere.
func (t *cvatShape) place(r *Record, it nodes.Instance) string {
	box := r.tight(it)
	if t.element == "box" {
		return cvatBox(box)
	}
	ring := nodes.Ring{
		{X: float64(box.X1), Y: float64(box.Y1)},
		{X: float64(box.X2), Y: float64(box.Y1)},
		{X: float64(box.X2), Y: float64(box.Y2)},
		{X: float64(box.X1), Y: float64(box.Y2)},
	}
	if m := r.masked(it); m != nil {
		ring = outline(m, func(v nodes.Vertex) nodes.Vertex { return nodes.Vertex{X: cents(v.X), Y: cents(v.Y)} })
	}
	if len(ring) < 3 {
		return ""
	}
	var points []string
	for _, v := range ring {
		points = append(points, fmt.Sprintf("%.2f,%.2f", v.X, v.Y))
	}
	return fmt.Sprintf(` points="%s"`, strings.Join(points, ";"))
}

// cents rounds to what CVAT keeps of a coordinate.
func cents(v float64) float64 { return math.Round(v*100) / 100 }

func (o *cvatVideo) put(t *cvatShape, frame uint64, outside bool) error {
	flag := 0
	if outside {
		flag = 1
	}
	return o.spool.add(t.key, fmt.Appendf(nil, "    <%s frame=\"%d\" keyframe=\"1\" outside=\"%d\" occluded=\"0\"%s z_order=\"0\">%s</%s>\n",
		t.element, frame, flag, t.last, cvatTrack(t.track), t.element))
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
