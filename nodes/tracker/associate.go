package tracker

import (
	"cmp"
	"iter"
	"slices"
)

// leaveCost is that of a track left without an instance, in the measure of rank.
const leaveCost = 1.0

// anywhere is the side of a stage whose boxes need not meet: far beyond any picture.
const anywhere = 1e9

// associate finds an instance for as many tracks as it can, in stages from the
// surest to the least sure. What a stage has matched, a later one leaves alone.
func (f *Follower) associate(dets []detection) {
	cfg, high := &f.cfg, f.high
	low := func(d *detection) bool { return d.scores(cfg.LowScore) && !d.scores(cfg.HighScore) }
	confirmed := func(t *track) bool { return t.ID > 0 }
	inSight := func(t *track) bool { return t.ID > 0 && t.Misses == 1 }
	young := func(t *track) bool { return t.ID == 0 }
	lost := func(t *track) bool { return t.ID > 0 && t.Misses > 1 }
	anyTrack := func(*track) bool { return true }

	f.stage(dets, confirmed, high, f.overlapping, 0)
	f.stage(dets, inSight, low, f.weak, 0)
	f.stage(dets, confirmed, high, f.widened, widestSide)
	f.stage(dets, young, high, f.widened, widestSide)
	if cfg.ShapeGate > 0 {
		f.stage(dets, anyTrack, high, f.alike, anywhere)
	}
	if cfg.ColourGate > 0 {
		f.stage(dets, lost, high, f.coloured, anywhere)
	}
}

func (f *Follower) high(d *detection) bool { return d.scores(f.cfg.HighScore) }

// stage matches what is left of some tracks with what is left of some detections.
// fit is asked only about boxes that meet, side being the part of its width that
// each may be widened by.
func (f *Follower) stage(dets []detection, rows func(*track) bool, cols func(*detection) bool, fit judge, side float32) {
	f.pick(dets, rows, cols)
	f.pairs = f.pairs[:0]
	for i, t := range f.rows {
		margin := side*(t.box.Width()+f.widest) + 1
		for j := range f.between(t.box.X1-margin, t.box.X2+margin) {
			if rank, ok := fit(t, f.cols[j]); ok {
				f.pairs = append(f.pairs, pair{i, j, -rank})
			}
		}
	}
	for i, j := range assign(len(f.rows), len(f.cols), f.pairs, leaveCost) {
		if j < 0 {
			continue
		}
		if d := f.cols[j]; f.twin(d) {
			d.taken = true // by the track that was found first, the older one of a stage
		} else {
			f.rows[i].see(d, f.spread, &f.state.Noise)
		}
	}
}

// between is the columns, by index, whose boxes reach into a stripe of the picture.
func (f *Follower) between(x1, x2 float32) iter.Seq[int] {
	return func(yield func(int) bool) {
		k, _ := slices.BinarySearchFunc(f.order, x1-f.widest, func(j int, x float32) int { return cmp.Compare(f.cols[j].box.X1, x) })
		for ; k < len(f.order) && f.cols[f.order[k]].box.X1 < x2 && yield(f.order[k]); k++ {
		}
	}
}

// pick fills rows and cols with who takes part in a stage.
func (f *Follower) pick(dets []detection, rows func(*track) bool, cols func(*detection) bool) {
	f.rows, f.cols, f.order, f.widest = f.rows[:0], f.cols[:0], f.order[:0], 0
	for i := range f.state.Tracks {
		if t := &f.state.Tracks[i]; t.found == nil && rows(t) {
			f.rows = append(f.rows, t)
		}
	}
	for i := range dets {
		if d := &dets[i]; !d.taken && cols(d) {
			f.order = append(f.order, len(f.cols))
			f.cols = append(f.cols, d)
			f.widest = max(f.widest, d.box.Width())
		}
	}
	slices.SortFunc(f.order, func(a, b int) int {
		return cmp.Or(cmp.Compare(f.cols[a].box.X1, f.cols[b].box.X1), a-b)
	})
}
