package tracker

// When a camera turns between two frames, everything is missed by the same way.
// That shows in the boxes alone, when there are enough of them.
const (
	swayVoters = 12  // tracks that are asked
	leastVotes = 4   // fewer say nothing about the rest
	swayReach  = 3.0 // the longest way, in sizes of the track that proposes it
	swayGain   = 0.15
	swayFine   = 0.6 // mean overlap from which on nobody is asked
	swayArea   = 0.6 // ratio of areas of what may be one thing
)

// sway finds the way that lays the predicted boxes on the new ones best, and moves
// all tracks by it if the mean overlap rises by swayGain at least. Every pair of
// boxes of one size proposes a way.
func (f *Follower) sway() {
	n := float64(len(f.rows))
	if n < leastVotes {
		return
	}
	best := f.agreement(still)
	if best > swayFine*n {
		return
	}
	least, way := best+swayGain*n, still
	for _, t := range f.rows {
		for _, d := range f.cols {
			if a, ok := t.proposal(d); ok {
				if sum := f.agreement(a); sum > best {
					best, way = sum, a
				}
			}
		}
	}
	if best >= least {
		f.move(way)
		for i := range f.state.Tracks {
			f.state.Tracks[i].swayX, f.state.Tracks[i].swayY = way[2], way[5]
		}
	}
}

// ask picks who may say where the picture went: the oldest of the tracks that were
// seen on the frame before, and all that was surely found on this one.
func (f *Follower) ask(dets []detection) {
	f.pick(dets, func(t *track) bool { return t.Misses == 1 }, f.high)
	f.rows = f.rows[:min(len(f.rows), swayVoters)]
}

// proposal is the way from where a track should be to an instance.
func (t *track) proposal(d *detection) (way Affine, ok bool) {
	a, b := float64(t.box.Area()), float64(d.box.Area())
	if min(a, b) < swayArea*max(a, b) {
		return still, false
	}
	x, y, _, _ := middle(d.box)
	dx, dy := x-t.Motion.X.Pos, y-t.Motion.Y.Pos
	return Affine{1, 0, dx, 0, 1, dy}, dx*dx+dy*dy <= swayReach*swayReach*a
}

// agreement is the sum of what each of those who were asked overlaps best after a
// move.
func (f *Follower) agreement(a Affine) float64 {
	sum, scale := 0.0, a.scale()
	for _, t := range f.rows {
		moved, best := a.box(t.box, scale), 0.0
		for j := range f.between(moved.X1, moved.X2) {
			best = max(best, overlap(moved, f.cols[j].box))
		}
		sum += best
	}
	return sum
}
