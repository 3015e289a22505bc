package tracker

import "github.com/maskgraph/maskgraph/nodes"

const (
	sizeWeight  = 0.4  // of the ratio of heights in a rank: flat from 0.2 to 0.6
	ageWeight   = 0.1  // of the seconds out of sight in a rank: up to 0.3 HOTA on boxes, flat to 0.2
	maskMeet    = 0.05 // IoU of masks that lowers the gate by mask_relief
	widestSide  = 0.7  // of a box's size: how far a widened box may reach on each side
	colourArea  = 0.5  // ratio of areas of masks that may be one thing by their colours
	shapeReach0 = 1.0  // how far from its place a shape may be, in sqrt(area) …
	shapeReach  = 2.0  // … and how much further for each second unseen
)

// A judge says whether a track and a detection may be one, and how good a match
// they are: more is better.
type judge func(t *track, d *detection) (rank float64, ok bool)

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
// side, for things that moved further than their boxes reach. With masks, also
// for what was out of sight, and the longer the more: the box of a mask ends where
// something stands in front, so it comes back with another shape.
func (f *Follower) widened(t *track, d *detection) (float64, bool) {
	seconds := f.step
	if t.shape != nil && d.shape != nil {
		seconds = t.Unseen
	}
	side := min(widestSide, f.cfg.Widen*seconds)
	iou := overlap(widen(t.box, side), widen(d.box, side))
	if iou == 0 || iou < f.cfg.Gate {
		return 0, false
	}
	return f.rank(t, d, iou, f.maskIoU(t, d)), true
}

// alike judges shapes alone, laid on each other, near the track's place: it finds
// again what did not move as predicted.
func (f *Follower) alike(t *track, d *detection) (float64, bool) {
	if !t.near(d) {
		return 0, false
	}
	iou := t.shape.likeness(d.shape, f.cfg.ShapeGate)
	return iou, iou >= f.cfg.ShapeGate
}

// coloured judges the colours inside the masks, near the track's place.
func (f *Follower) coloured(t *track, d *detection) (float64, bool) {
	if !t.near(d) || min(t.shape.area, d.shape.area) < colourArea*max(t.shape.area, d.shape.area) {
		return 0, false
	}
	like := t.Colour.alike(d.colour)
	return like, like >= f.cfg.ColourGate
}

// near says whether a mask lies where the track's mask may have got to: around the
// place where it was last, or where it should be now.
func (t *track) near(d *detection) bool {
	if t.shape == nil || d.shape == nil {
		return false
	}
	reach := shapeReach0 + shapeReach*t.Unseen
	farthest := reach * reach * d.shape.area
	dx, dy := t.shift()
	x, y := d.shape.x-t.shape.x, d.shape.y-t.shape.y
	return square(x-t.CamX)+square(y-t.CamY) <= farthest || square(x-dx)+square(y-dy) <= farthest
}

func square(x float64) float64 { return x * x }

func (f *Follower) rank(t *track, d *detection, boxes, masks float64) float64 {
	h, k := float64(t.box.Height()), float64(d.box.Height())
	return (boxes+f.cfg.MaskWeight*masks)*d.score + sizeWeight*(min(h, k)/max(h, k)-1) - ageWeight*(t.Unseen-f.step)
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
