package tracker

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// leastMisses is the frames a track is missed in before it may die of old age.
const leastMisses = 3

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
			f.state.Tracks = append(f.state.Tracks, newTrack(d, f.spread))
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
	if f.cfg.KeepAlive > 0 {
		return min(f.cfg.MaxAge, f.cfg.KeepAlive*t.Span)
	}
	return f.cfg.MaxAge
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
	return t.Span >= f.cfg.HotStart && (t.Hits >= f.cfg.MinHits || t.found.scores(f.cfg.SureScore))
}
