package formats

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// cvatShape is a track. All its shapes are of one kind.
type cvatShape struct {
	Track   int
	Label   string
	Element string // polygon or box

	key  int    // of the spool; below 0 before it was to be seen
	last string // where it was
}

// cvatBirths is the key of the tracks in the spool, in the order of their keys.
const cvatBirths = -1

// bear gives a track its key, and notes it.
func (o *cvatVideo) bear(t *cvatShape) error {
	o.born(t)
	piece, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return o.spool.add(cvatBirths, piece)
}

func (o *cvatVideo) born(t *cvatShape) {
	t.key = o.tracks
	o.tracks++
	o.Labels.id(t.Label)
	if t.Track > 0 {
		o.byTrack[t.Track], o.byKey[t.key] = t, t
	}
}

// place is where a track is on a frame, empty for nowhere.
func (t *cvatShape) place(r *Record, it nodes.Instance) string {
	box := r.tight(it)
	if t.Element == "box" {
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

// put puts aside where a track is, or was before it went outside.
func (o *cvatVideo) put(t *cvatShape, frame uint64, outside bool) error {
	flag := 0
	if outside {
		flag = 1
	}
	return o.spool.add(t.key, fmt.Appendf(nil, "%d %d%s", frame, flag, t.last))
}

// write writes what was put aside.
func (t *cvatShape) write(w io.Writer, piece []byte) error {
	frame, rest, _ := bytes.Cut(piece, []byte(" "))
	_, err := fmt.Fprintf(w, "    <%s frame=\"%s\" keyframe=\"1\" outside=\"%c\" occluded=\"0\"%s z_order=\"0\">%s</%s>\n",
		t.Element, frame, rest[0], rest[1:], cvatTrack(t.Track), t.Element)
	return err
}

// recall learns again what was put aside.
func (o *cvatVideo) recall(key int, piece []byte) error {
	if key == cvatBirths {
		var t cvatShape
		if err := json.Unmarshal(piece, &t); err != nil {
			return err
		}
		o.born(&t)
		o.seen[t.key] = &t
		return nil
	}
	t := o.seen[key]
	if t == nil {
		t = o.byKey[key]
	}
	_, rest, ok := bytes.Cut(piece, []byte(" "))
	if t == nil || !ok || len(rest) == 0 {
		return errors.New("a shape of no track")
	}
	if t.last = string(rest[1:]); rest[0] == '0' {
		o.seen[key] = t
	} else {
		delete(o.seen, key)
	}
	return nil
}
