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
// answered: those between two key-frames get their masks from both, and what is new
// gets them from the later one.
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

// back gives the frames between a new key-frame and the one before it masks of both, and
// those of what is new, or was lost, from the new one alone.
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
			if next := m.of.next; v.since > 0 && next != nil && next.from == b.stamp {
				m.meet(v, b, next, &trail)
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
	first := len(before)
	known := slices.ContainsFunc(c.key.Masks, func(m *carried) bool { return m.known })
	for i, v := range slices.Backward(before) {
		if v.stamp.Stream != b.stamp.Stream {
			break
		}
		known = known && v.since > 0
		if known || slices.ContainsFunc(c.key.Masks, func(m *carried) bool { return m.awaited != nil && m.awaited.First <= v.number }) {
			first = i
		}
	}
	return before[first:]
}

// meet joins a mask with that of a later key-frame, if the points of that agree on where
// it was. The closer one counts for more: by turns, as the frame is between the two.
func (m *carried) meet(v, b *view, later *carried, trail *carry.Trail) {
	motion := later.Cut.Motion(trail, v.small)
	if motion.Points < tooFew && !m.boxed || motion.Points >= tooFew && motion.Agreement < holds {
		return
	}
	before := m.placed
	share := float32(v.since) / float32(v.since+b.number-v.number)
	if share > 0.5 || m.lost {
		m.takeFrom(v, b, later, motion)
	}
	if m.lost {
		return
	}
	own, other := before[0], later.placedAt(v, motion, m)
	own.Share, other.Share = 1-share, share
	m.placed, m.now.Mask = []carry.Placed{own, other}, nil
}

// takeFrom puts the mask of a later key-frame in the place of what there is.
func (m *carried) takeFrom(v, b *view, later *carried, motion carry.Motion) {
	m.from, m.changed = b.stamp, 1-motion.Agreement
	m.now.Origin, m.now.PredictedIoU, m.now.Stability, m.now.Mask = later.Item.Origin, later.Item.PredictedIoU, later.Item.Stability, nil
	if !m.boxed {
		m.now.Box = motion.Box(v.small, later.Item.Box)
	}
	m.placed = []carry.Placed{later.placedAt(v, motion, m)}
}

// placedAt is the mask of a later key-frame on a frame on which it is here.
func (m *carried) placedAt(v *view, motion carry.Motion, here *carried) carry.Placed {
	if here.boxed {
		motion = aim(motion, v.small, motion.Box(v.small, m.Box), here.now.Box)
	}
	return carry.Placed{Cutout: m.Cut, Motion: motion, Share: 1}
}

// before is something new on a frame before the key-frame that has its mask.
func (m *carried) before(v, b *view, trail *carry.Trail) *carried {
	here := &carried{of: m, now: m.Item}
	if box, ok := m.awaited.Seen[v.number]; ok {
		here.boxed = true
		here.now.Box, here.now.Score = box.Box, box.Score
	}
	here.takeFrom(v, b, m, m.Cut.Motion(trail, v.small))
	return here
}
