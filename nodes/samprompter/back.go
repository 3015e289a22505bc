package samprompter

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes/internal/carry"
)

// mostLook is how many frames after the one in hand masks are carried to, at most.
const mostLook = 32

// usualLook is how many when nobody knows how far apart key-frames are.
const usualLook = 12

// reach is how many frames after the one in hand masks are carried to before it is
// answered: those between the middle of two key-frames and the later one, whose
// masks these frames get.
func (n *node) reach() int {
	k := n.cfg.Keyframe
	switch {
	case !k.on() || k.budget() > 0 || !n.cfg.Ahead:
		return 0
	case k.Every > 0:
		return min(k.Every/2, mostLook)
	}
	return usualLook
}

// back gives those frames that are closer to a new key-frame than to the one before it
// their masks from there, as long as they have not had their turn.
func (n *node) back(b *view) error {
	c := &n.carrier
	var trail carry.Trail
	for _, m := range c.key.Masks {
		if m.known {
			trail.Seed(b.small, m.Item.Mask, pointsEach, c.back)
		}
	}
	later := b
	for _, v := range slices.Backward(c.views[:c.stepped]) {
		if v.since == 0 || v.stamp.Stream != b.stamp.Stream || b.number-v.number >= v.since || len(trail.Now) == 0 {
			break
		}
		if err := carry.Advance(c.flow, later.small, v.small, &trail); err != nil {
			return err
		}
		for _, m := range v.masks {
			if m.of.next != nil {
				m.takeFrom(v, b, m.of.next, &trail)
			}
		}
		later = v
	}
	return nil
}

// takeFrom puts the mask of a later key-frame where its points have come from, if they
// agree.
func (m *carried) takeFrom(v, b *view, later *carried, trail *carry.Trail) {
	motion := later.Cut.Motion(trail, v.small)
	if motion.Points < tooFew && !m.boxed || motion.Points >= tooFew && motion.Agreement < holds {
		return
	}
	m.cut, m.from, m.changed = later.Cut, b.stamp, 1-motion.Agreement
	m.now.Origin, m.now.PredictedIoU, m.now.Stability, m.now.Mask = later.Item.Origin, later.Item.PredictedIoU, later.Item.Stability, nil
	if m.boxed {
		motion = aim(motion, v.small, motion.Box(v.small, later.Box), m.now.Box)
	} else {
		m.now.Box = motion.Box(v.small, later.Item.Box)
	}
	m.motion = motion
}
