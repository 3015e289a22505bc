package tracker

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// leastMisses is the frame, of those in a row that a track is missed in, on which it
// may first be given up.
const leastMisses = 3

// What stands still is where it was, however long it is hidden. Worth 0.4 HOTA on
// kitti at 10 Hz and 0.7 on the masks of cars at 2 Hz.
const (
	restReach = 0.5 // sizes it may seem to have moved since it was seen
	restAge   = 3.0 // times max_age it is waited for …
	restSpan  = 0.5 // … but no more than this part of the time it was followed
)

// A second look that comes soon costs little. The longer the wait for it is, the less
// sure the first look must be: on kitti at 2 Hz that is worth 0.3 HOTA.
const (
	soon    = 0.1 // seconds
	late    = 0.6
	waiting = 0.3 // score for a second between soon and late
)

// twin says whether a track that was found on this frame has nearly the same mask
// as an instance: then both are one thing that was found twice.
func (f *Follower) twin(d *detection) bool {
	if d.shape == nil || f.cfg.Duplicate == 0 {
		return false
	}
	for i := range f.state.Tracks {
		t := &f.state.Tracks[i]
		if t.found == nil || t.shape == nil || overlap(t.found.box, d.box) == 0 {
			continue
		}
		if t.shape.overlap(d.shape, 0, 0) >= f.cfg.Duplicate {
			return true
		}
	}
	return false
}

// bear makes a track of each good detection that no track took.
func (f *Follower) bear(dets []detection) {
	for i := range dets {
		if d := &dets[i]; !d.taken && d.scores(f.cfg.NewScore) && !f.twin(d) {
			t := newTrack(d, f.spread)
			f.flow(&t.Motion)
			f.state.Tracks = append(f.state.Tracks, t)
		}
	}
}

// bury gives up tracks that were missed too long, or before they were confirmed.
func (f *Follower) bury() {
	f.state.Tracks = slices.DeleteFunc(f.state.Tracks, func(t track) bool {
		return t.found == nil && (t.ID == 0 || t.Misses >= leastMisses && t.Unseen > f.patience(&t))
	})
}

// patience is how long a track may be out of sight.
func (f *Follower) patience(t *track) float64 {
	most := f.cfg.MaxAge
	if t.rests() {
		most = max(most, min(restAge*most, restSpan*t.Span))
	}
	if f.cfg.KeepAlive > 0 {
		most = min(most, f.cfg.KeepAlive*t.Span)
	}
	return most
}

// rests says whether a track should still be where it was seen last.
func (t *track) rests() bool {
	dx, dy := t.shift()
	return square(dx-t.CamX)+square(dy-t.CamY) < square(restReach*t.Motion.size())
}

// sightings gives identities to the tracks that have earned one and says where
// each track was found among n instances.
func (f *Follower) sightings(n int, first bool) []Sighting {
	f.seen = slices.Grow(f.seen[:0], n)[:n]
	clear(f.seen)
	for i := range f.state.Tracks {
		t := &f.state.Tracks[i]
		if t.found == nil {
			continue
		}
		if t.ID == 0 && (first || f.sure(t)) {
			f.state.Born++
			t.ID = nodes.Identity(f.state.Born)
		}
		if t.ID > 0 {
			v := t.class()
			f.seen[t.found.index] = Sighting{Track: t.ID, Class: v.Class, Label: v.Label, Box: t.smoothed(f.spread)}
		}
	}
	return f.seen
}

// sure says whether a track has earned an identity. On the first frame of a video
// everything has: what is there when it starts did not just flicker up.
func (f *Follower) sure(t *track) bool {
	least := f.cfg.SureScore - waiting*(max(soon, min(f.step, late))-soon)
	return t.Span >= f.cfg.HotStart && (t.Hits >= f.cfg.MinHits || t.found.scores(least))
}
