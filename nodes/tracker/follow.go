package tracker

import (
	"slices"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

const (
	leastStep   = 1e-3 // seconds between two frames whose time does not rise
	leastMisses = 3    // frames a track is missed in before it may die of old age
)

// Follower gives the instances of one video their identities, one frame at a
// time. It is the tracker without the graph: it needs no frames, no clock and no
// random numbers, so the same input gives the same answer, always.
type Follower struct {
	cfg   Config
	state state

	rows  []*track // of one stage
	cols  []*detection
	pairs []pair
	seen  []Sighting
}

// state is all that the next frame needs. Its JSON is a Snapshot.
type state struct {
	Tracks  []track // in order of birth
	Last    time.Duration
	Started bool // Last is set
	Born    int  // identities given so far, in every stream
}

// Sighting is what a Follower says of one instance. The zero value: no track has it.
type Sighting struct {
	Track int       // identity, from 1, in order of first appearance; never given twice
	Class int       // what most of the track's instances were taken for
	Label string    // name of Class
	Box   nodes.Box // the track's own idea of the box, with the detector's noise filtered out
}

// NewFollower makes a Follower without tracks. cfg must be valid.
func NewFollower(cfg Config) *Follower { return &Follower{cfg: cfg} }

// Update takes what was found at a time on the video's own clock and answers with
// one sighting for each instance, in the same order; the slice is valid until the
// next Update. Frames nobody looked at must be left out: what is not in found was
// not there.
func (f *Follower) Update(at time.Duration, found []nodes.Instance) []Sighting {
	first := !f.state.Started
	dt := max((at - f.state.Last).Seconds(), leastStep)
	f.state.Last, f.state.Started = at, true
	for i := range f.state.Tracks {
		f.state.Tracks[i].predict(dt)
	}
	dets := detections(found)
	f.associate(dets, dt)
	f.bear(dets)
	f.bury()
	return f.sightings(len(found), first)
}

// bear makes a track of each good detection that no track took.
func (f *Follower) bear(dets []detection) {
	for i := range dets {
		if d := &dets[i]; !d.taken && d.score >= f.cfg.NewScore {
			f.state.Tracks = append(f.state.Tracks, newTrack(d))
		}
	}
}

// bury gives up tracks that were missed too long, or before they were confirmed.
func (f *Follower) bury() {
	f.state.Tracks = slices.DeleteFunc(f.state.Tracks, func(t track) bool {
		old := t.Unseen > f.cfg.MaxAge && t.Misses >= leastMisses
		return t.found < 0 && (t.ID == 0 || old)
	})
}

// sightings gives identities to the tracks that have earned one and says where
// each track was found among n instances. On the first frame of a video everything
// is confirmed at once: what is there when it starts did not just flicker up.
func (f *Follower) sightings(n int, first bool) []Sighting {
	f.seen = slices.Grow(f.seen[:0], n)[:n]
	clear(f.seen)
	for i := range f.state.Tracks {
		t := &f.state.Tracks[i]
		if t.found < 0 {
			continue
		}
		if t.ID == 0 && (first || t.Hits >= f.cfg.MinHits) {
			f.state.Born++
			t.ID = f.state.Born
		}
		if t.ID > 0 {
			v := t.class()
			f.seen[t.found] = Sighting{Track: t.ID, Class: v.Class, Label: v.Label, Box: t.Motion.box()}
		}
	}
	return f.seen
}

// Reset forgets every track, for a video that has nothing to do with the last.
// Identities go on where they were.
func (f *Follower) Reset() { f.state = state{Born: f.state.Born} }

// Born is the number of identities given so far.
func (f *Follower) Born() int { return f.state.Born }

// Live is the number of tracks that have an identity and are not given up yet.
func (f *Follower) Live() int {
	n := 0
	for i := range f.state.Tracks {
		if f.state.Tracks[i].ID > 0 {
			n++
		}
	}
	return n
}
