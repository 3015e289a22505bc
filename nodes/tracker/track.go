package tracker

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// track is one thing that is being followed. Names are exported for Snapshot
// only; what is not exported is worked out anew in every frame.
type track struct {
	ID     int // 0 until it is confirmed
	Motion motion
	Hits   int         // frames it was seen in
	Misses int         // frames since it was seen last
	Unseen float64     // seconds since it was seen last
	X, Y   float64     // the centre where it was seen last
	Mask   *nodes.Mask // as it was seen last, nil without one
	Votes  []vote      // one for each class it was taken for

	box   nodes.Box // predicted for this frame
	shape *shape    // of Mask, nil without one
	found int       // where among this frame's instances it was seen, -1: not
}

type vote struct {
	Class int
	Label string
	Count int
}

func newTrack(d *detection) track {
	t := track{Motion: newMotion(d.box)}
	t.note(d)
	return t
}

// predict moves the track to dt seconds later, before it is looked for.
func (t *track) predict(dt float64) {
	t.Motion.predict(dt, t.Misses > 0)
	t.Misses++
	t.Unseen += dt
	t.box, t.found = t.Motion.box(), -1
}

// see takes an instance as the track's.
func (t *track) see(d *detection) {
	t.Motion.update(d.box)
	t.note(d)
}

func (t *track) note(d *detection) {
	d.taken = true
	t.Hits++
	t.Misses, t.Unseen, t.found = 0, 0, d.index
	t.X, t.Y = t.Motion.X.Pos, t.Motion.Y.Pos
	t.Mask, t.shape = d.item.Mask, d.shape
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

// detection is an instance that may belong to a track.
type detection struct {
	item  *nodes.Instance
	box   nodes.Box
	index int // among the instances of its frame
	score float64
	shape *shape
	taken bool
}

// detections leaves out what no track can hold: boxes without area or with
// coordinates that are not numbers.
func detections(found []nodes.Instance) []detection {
	dets := make([]detection, 0, len(found))
	for i := range found {
		item := &found[i]
		area := float64(item.Box.Area())
		if !(area > 0) || math.IsInf(area, 1) {
			continue
		}
		dets = append(dets, detection{item: item, box: item.Box, index: i, score: float64(min(item.Score, 1)), shape: newShape(item.Mask)})
	}
	return dets
}
