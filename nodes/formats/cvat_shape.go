package formats

import (
	"fmt"
	"math"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// cvatShape is a track. All its shapes are of one kind.
type cvatShape struct {
	key, track int
	label      string
	element    string // polygon or box
	last       string // where it was
	frame      uint64 // when it was there
	begun      bool
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
