package tracker

import "github.com/maskgraph/maskgraph/nodes"

const (
	leaveCost   = 1.0  // of a track left without an instance, in the measure of rank
	sizeWeight  = 0.2  // of the ratio of heights in a rank
	maskMeet    = 0.05 // IoU of masks that lowers the gate by mask_relief
	widestSide  = 0.5  // of a box's size: how far a widened box may reach on each side
	shapeReach0 = 1.0  // how far from its place a shape may be, in sqrt(area) …
	shapeReach  = 2.0  // … and how much further for each second unseen
)

// A judge says whether a track and a detection may be one, and how good a match
// they are: more is better.
type judge func(t *track, d *detection) (rank float64, ok bool)

// associate finds an instance for as many tracks as it can, in stages from the
// surest to the least sure. What a stage has matched, a later one leaves alone.
func (f *Follower) associate(dets []detection, dt float64) {
	cfg := &f.cfg
	high := func(d *detection) bool { return d.score >= cfg.HighScore }
	low := func(d *detection) bool { return d.score >= cfg.LowScore && d.score < cfg.HighScore }
	confirmed := func(t *track) bool { return t.ID > 0 }
	inSight := func(t *track) bool { return t.ID > 0 && t.Misses == 1 }
	young := func(t *track) bool { return t.ID == 0 }
	anyTrack := func(*track) bool { return true }

	wide := f.widened(min(widestSide, cfg.Widen*dt))
	f.stage(dets, confirmed, high, f.overlapping)
	f.stage(dets, inSight, low, f.weak)
	f.stage(dets, confirmed, high, wide)
	f.stage(dets, young, high, wide)
	if cfg.ShapeGate > 0 {
		f.stage(dets, anyTrack, high, f.alike)
	}
}

// stage matches what is left of some tracks with what is left of some detections.
func (f *Follower) stage(dets []detection, rows func(*track) bool, cols func(*detection) bool, fit judge) {
	f.rows, f.cols, f.pairs = f.rows[:0], f.cols[:0], f.pairs[:0]
	for i := range f.state.Tracks {
		if t := &f.state.Tracks[i]; t.found < 0 && rows(t) {
			f.rows = append(f.rows, t)
		}
	}
	for i := range dets {
		if d := &dets[i]; !d.taken && cols(d) {
			f.cols = append(f.cols, d)
		}
	}
	for i, t := range f.rows {
		for j, d := range f.cols {
			if rank, ok := fit(t, d); ok {
				f.pairs = append(f.pairs, pair{i, j, -rank})
			}
		}
	}
	for i, j := range assign(len(f.rows), len(f.cols), f.pairs, leaveCost) {
		if j >= 0 {
			f.rows[i].see(f.cols[j])
		}
	}
}

// overlapping judges the predicted box and the predicted mask.
func (f *Follower) overlapping(t *track, d *detection) (float64, bool) {
	iou := overlap(t.box, d.box)
	if iou == 0 || iou < f.cfg.Gate-f.cfg.MaskRelief {
		return 0, false
	}
	masks := f.maskIoU(t, d)
	return f.rank(t, d, iou, masks), iou >= f.cfg.Gate || masks > maskMeet
}

// weak judges detections of low score, such as things half hidden.
func (f *Follower) weak(t *track, d *detection) (float64, bool) {
	iou := overlap(t.box, d.box)
	return iou, iou > 0 && iou >= f.cfg.LowGate
}

// widened judges boxes that were made larger by a part of their size on each
// side, for things that moved further than their boxes reach.
func (f *Follower) widened(side float64) judge {
	return func(t *track, d *detection) (float64, bool) {
		iou := overlap(widen(t.box, side), widen(d.box, side))
		if iou == 0 || iou < f.cfg.Gate {
			return 0, false
		}
		return f.rank(t, d, iou, f.maskIoU(t, d)), true
	}
}

// alike judges shapes alone, laid on each other, near the track's place: it finds
// again what did not move as predicted.
func (f *Follower) alike(t *track, d *detection) (float64, bool) {
	if t.shape == nil || d.shape == nil {
		return 0, false
	}
	reach := shapeReach0 + shapeReach*t.Unseen
	farthest := reach * reach * d.shape.area
	dx, dy := t.shift()
	x, y := d.shape.x-t.shape.x, d.shape.y-t.shape.y
	if x*x+y*y > farthest && (x-dx)*(x-dx)+(y-dy)*(y-dy) > farthest {
		return 0, false
	}
	iou := t.shape.likeness(d.shape, f.cfg.ShapeGate)
	return iou, iou >= f.cfg.ShapeGate
}

func (f *Follower) rank(t *track, d *detection, boxes, masks float64) float64 {
	h, k := float64(t.box.Height()), float64(d.box.Height())
	return (boxes+f.cfg.MaskWeight*masks)*d.score + sizeWeight*(min(h, k)/max(h, k)-1)
}

// maskIoU is the overlap of the track's mask, moved to where it should be now,
// with the detection's; 0 when one of them has none.
func (f *Follower) maskIoU(t *track, d *detection) float64 {
	if t.shape == nil || d.shape == nil {
		return 0
	}
	dx, dy := t.shift()
	return t.shape.overlap(d.shape, dx, dy)
}

// overlap is the IoU of two boxes. Most pairs are far apart and decided by a look
// at their sides; what is not a number overlaps nothing.
func overlap(a, b nodes.Box) float64 {
	if a.X1 < b.X2 && b.X1 < a.X2 && a.Y1 < b.Y2 && b.Y1 < a.Y2 {
		return float64(a.IoU(b))
	}
	return 0
}

func widen(b nodes.Box, side float64) nodes.Box {
	w, h := b.Width()*float32(side), b.Height()*float32(side)
	return nodes.Box{X1: b.X1 - w, Y1: b.Y1 - h, X2: b.X2 + w, Y2: b.Y2 + h}
}
