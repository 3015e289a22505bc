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
// answered: those between two key-frames get their masks from the nearer one, and
// what is new gets them from the later one.
func (n *node) reach() int {
	k := n.cfg.Keyframe
	switch {
	case !k.on() || k.budget() > 0 || !n.cfg.Ahead:
		return 0
	case k.Every > 0:
		return min(k.Every, mostLook)
	}
	return usualLook
}

// back gives those frames that are closer to a new key-frame than to the one before it
// their masks from there, and all of them those of what is new, or was lost.
func (n *node) back(b *view) error {
	c := &n.carrier
	var trail carry.Trail
	for _, m := range c.key.Masks {
		if m.known || m.awaited != nil {
			trail.Seed(b.small, m.Item.Mask, pointsEach, c.back)
		}
	}
	last := b
	for _, v := range slices.Backward(c.served(b)) {
		if err := carry.Advance(c.flow, last.small, v.small, &trail); err != nil {
			return err
		}
		last = v
		for _, m := range v.masks {
			if v.since > 0 && m.of.next != nil && m.of.next.from == b.stamp && (closer(v, b) || m.lost) {
				m.takeFrom(v, b, m.of.next, &trail)
			}
		}
		for _, m := range c.key.Masks {
			if m.awaited != nil && m.awaited.First <= v.number {
				v.masks = append(v.masks, m.before(v, b, &trail))
			}
		}
	}
	return nil
}

// served is the frames before a key-frame, back to the first one that gets a mask from
// it.
func (c *carrier) served(b *view) []*view {
	before := c.views[:c.stepped]
	between := true // the key-frame before and this one
	first := len(before)
	for i, v := range slices.Backward(before) {
		if v.stamp.Stream != b.stamp.Stream {
			break
		}
		between = between && v.since > 0
		if between && (closer(v, b) || slices.ContainsFunc(v.masks, func(m *carried) bool { return m.lost && m.of.next != nil })) ||
			slices.ContainsFunc(c.key.Masks, func(m *carried) bool { return m.awaited != nil && m.awaited.First <= v.number }) {
			first = i
		}
	}
	return before[first:]
}

// closer says that a frame is closer to the key-frame after it than to the one before.
func closer(v, b *view) bool { return b.number-v.number < v.since }

// takeFrom puts the mask of a later key-frame where its points have come from, if they
// agree, or if there is no other one.
func (m *carried) takeFrom(v, b *view, later *carried, trail *carry.Trail) {
	motion := later.Cut.Motion(trail, v.small)
	if m.cut != nil && (motion.Points < tooFew && !m.boxed || motion.Points >= tooFew && motion.Agreement < holds) {
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

// before is something new on a frame before the key-frame that has its mask.
func (m *carried) before(v, b *view, trail *carry.Trail) *carried {
	here := &carried{of: m, now: m.Item}
	if box, ok := m.awaited.Seen[v.number]; ok {
		here.boxed = true
		here.now.Box, here.now.Score = box.Box, box.Score
	}
	here.takeFrom(v, b, m, trail)
	return here
}
