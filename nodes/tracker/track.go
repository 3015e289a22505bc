package tracker

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// track is one thing that is being followed. Names are exported for Snapshot
// only; what is not exported is worked out anew in every frame.
type track struct {
	ID         int // 0 until it is confirmed
	Motion     motion
	Past       past
	Hits       int         // frames it was seen in
	Misses     int         // frames since it was seen last
	Unseen     float64     // seconds since it was seen last
	Span       float64     // seconds from when it was seen first to when it was seen last
	X, Y       float64     // the centre where it was seen last
	CamX, CamY float64     // how far the camera has moved that place since
	Mask       *nodes.Mask // as it was seen last, nil without one
	Colour     colour      // of what is inside its masks, nil without a picture
	Votes      []vote      // one for each class it was taken for

	box          nodes.Box  // predicted for this frame
	shape        *shape     // of Mask, nil without one
	found        *detection // this frame's instance, nil: not seen
	swayX, swayY float64    // how far sway has moved it on this frame
}

type vote struct {
	Class int
	Label string
	Count int
}

func newTrack(d *detection, n spread) track {
	t := track{Motion: newMotion(d.box, n)}
	t.Past.note(d.box, 0, true, nil)
	t.note(d)
	return t
}

// predict moves the track to dt seconds later, before it is looked for.
func (t *track) predict(dt float64) {
	t.Motion.predict(dt, t.Misses > 0)
	t.Misses++
	t.Unseen += dt
	t.box, t.found = t.Motion.box(), nil
	t.swayX, t.swayY = 0, 0
}

// see takes an instance as the track's. The filter learns from the whole way that it
// was wrong by, sway or not: a camera that turns on must not be a surprise on every
// frame.
func (t *track) see(d *detection, n spread, learn *noise) {
	t.Motion.X.Pos -= t.swayX
	t.Motion.Y.Pos -= t.swayY
	t.Motion.update(d.box, n)
	t.Past.note(d.box, t.Unseen, t.Misses > 1, learn)
	t.note(d)
}

func (t *track) note(d *detection) {
	d.taken = true
	t.Hits++
	t.Span += t.Unseen
	t.Misses, t.Unseen, t.found = 0, 0, d
	t.X, t.Y = t.Motion.X.Pos, t.Motion.Y.Pos
	t.CamX, t.CamY = 0, 0
	t.Mask, t.shape = d.item.Mask, d.shape
	t.Colour = t.Colour.mixed(d.colour)
	for i := range t.Votes {
		if v := &t.Votes[i]; v.Class == d.item.Class && v.Label == d.item.Label {
			v.Count++
			return
		}
	}
	t.Votes = append(t.Votes, vote{d.item.Class, d.item.Label, 1})
}

// class is what the track was taken for most often, the first of equals.
func (t *track) class() vote {
	best := t.Votes[0]
	for _, v := range t.Votes[1:] {
		if v.Count > best.Count {
			best = v
		}
	}
	return best
}

// shift is how far the track should have moved since it was seen.
func (t *track) shift() (dx, dy float64) {
	return t.Motion.X.Pos - t.X, t.Motion.Y.Pos - t.Y
}

// smoothed is the filter's idea of the box, but nowhere further from the box that
// was found than that one is likely to be off: what moves in a way the filter did
// not expect is not held back.
func (t *track) smoothed(n spread) nodes.Box {
	x, y, w, h := middle(t.found.box)
	m := t.Motion
	s := m.size()
	for _, side := range []struct {
		pos         *float64
		found, most float64
	}{{&m.X.Pos, x, n.place}, {&m.Y.Pos, y, n.place}, {&m.W.Pos, w, n.size}, {&m.H.Pos, h, n.size}} {
		*side.pos = side.found + max(-side.most*s, min(*side.pos-side.found, side.most*s))
	}
	return m.box()
}

// detection is an instance that may belong to a track.
type detection struct {
	item   *nodes.Instance
	box    nodes.Box
	index  int // among the instances of its frame
	score  float64
	shape  *shape
	colour colour
	taken  bool
}

// scores says that the detector was at least so sure; in its own precision, so that
// 0.9 is not less than 0.9.
func (d *detection) scores(least float64) bool { return d.item.Score >= float32(least) }

// detections leaves out what no track can hold: boxes without area or with
// coordinates that are not numbers.
func detections(found []nodes.Instance, picture *nodes.Frame) []detection {
	dets := make([]detection, 0, len(found))
	for i := range found {
		item := &found[i]
		area := float64(item.Box.Area())
		if !(area > 0) || math.IsInf(area, 1) {
			continue
		}
		dets = append(dets, detection{
			item: item, box: item.Box, index: i, score: float64(min(item.Score, 1)),
			shape: newShape(item.Mask), colour: colourOf(picture, item.Mask),
		})
	}
	return dets
}
