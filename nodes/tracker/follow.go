package tracker

import (
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// leastStep is the seconds between two frames whose time does not rise, and before
// the first one.
const leastStep = 1e-3

// Follower gives the instances of one video their identities, one frame at a
// time. It is the tracker without the graph: it needs no frames, no clock and no
// random numbers, so the same input gives the same answer, always.
type Follower struct {
	cfg   Config
	state state

	camera *Affine // how it moved since the last frame, nil: not known
	spread spread  // of this frame's boxes
	step   float64 // seconds since the frame before

	// Of one stage:
	rows   []*track
	cols   []*detection
	order  []int   // of cols from left to right
	widest float32 // of cols
	pairs  []pair

	seen []Sighting
}

// state is all that the next frame needs. Its JSON is a Snapshot.
type state struct {
	Tracks  []track // in order of birth
	Last    time.Duration
	Started bool // Last is set
	Noise   noise
	Born    int // identities given so far, in every stream
}

// Sighting is what a Follower says of one instance. The zero value: no track has it.
type Sighting struct {
	Track int       // identity, from 1, in the order in which they are given; never given twice
	Class int       // what most of the track's instances were taken for
	Label string    // name of Class
	Box   nodes.Box // the track's own idea of the box, with the detector's noise filtered out
}

// NewFollower makes a Follower without tracks. cfg must be valid.
func NewFollower(cfg Config) *Follower { return &Follower{cfg: cfg} }

// Update takes what was found at a time on the video's own clock and answers with
// one sighting for each instance, in the same order; the slice is valid until the
// next Update. Frames nobody looked at must be left out: what is not in found was
// not there. The picture is looked at for colours only, and may be nil.
func (f *Follower) Update(at time.Duration, found []nodes.Instance, picture *nodes.Frame) []Sighting {
	if f.cfg.ColourGate == 0 {
		picture = nil
	}
	dets := detections(found, picture)
	first := !f.state.Started
	f.step = leastStep
	if !first {
		f.step = max((at - f.state.Last).Seconds(), leastStep)
	}
	f.spread = f.state.Noise.spread(f.step)
	f.state.Last, f.state.Started = at, true
	for i := range f.state.Tracks {
		f.state.Tracks[i].predict(f.step)
	}
	f.ask(dets)
	f.pan()
	f.sway()
	f.associate(dets)
	f.bear(dets)
	f.bury()
	return f.sightings(len(found), first)
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
