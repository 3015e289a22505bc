package samprompter

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/carry"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// When the picture and boxes tell of a carried mask what.
const (
	holds     = 0.35 // share of its points that move with it, below which it is lost: made anew as soon as can be
	visible   = 0.2  // below which it is not shown
	tooFew    = 4    // points: so few do not tell where it is; then boxes do
	steerable = 0.7  // IoU of a box with where the points say it is, below which the box is believed
)

// place puts the masks of the key-frame where they are on a frame. Its boxes, if there
// are any, confirm them.
func (n *node) place(v *view) {
	k := &n.carrier.key
	if k.is(v.stamp) {
		return
	}
	seen := looked(v.boxes)
	k.Masks = slices.DeleteFunc(k.Masks, func(m *carried) bool {
		m.place(v, &k.Trail, seen)
		return !m.placed[0].Reaches(v.small) || n.ended(m, v.stamp) || n.removed(m) || seen != nil && n.unconfirmed(m, v.stamp)
	})
	for _, m := range k.Masks {
		if t := n.thing(m.Item.Track); t != nil && !m.lost && !m.mask(v.small).Empty() {
			t.carry(v.stamp, m.now.Mask)
		}
	}
}

// looked is the boxes of a frame, nil when nobody has looked.
func looked(boxes *nodes.Instances) []nodes.Instance {
	if boxes == nil || boxes.Skipped {
		return nil
	}
	return append([]nodes.Instance{}, boxes.Items...)
}

// ended says that a mask is of a prompt of the file whose time is over.
func (n *node) ended(m *carried, stamp nodes.Stamp) bool {
	given := m.Given
	if t := n.thing(m.Item.Track); t != nil {
		given = t.Prompt
	}
	return given > 0 && given <= len(n.cfg.Prompts) && n.cfg.Prompts[given-1].ended(stamp)
}

// removed says that a mask is of what nobody points at any more.
func (n *node) removed(m *carried) bool {
	return m.Item.Pointed() && n.memory.Pointed.find(m.Item.Track) == nil
}

// unconfirmed says that no box was where a mask is for too long, when it is a box
// that it is from.
func (n *node) unconfirmed(m *carried, stamp nodes.Stamp) bool {
	return !n.cfg.Follow && m.Given == 0 && !m.Item.Pointed() && stamp.PTS-m.Boxed > seconds(n.cfg.LostAfter)
}

// match is the box that fits best what is expected, or what was on the frame before,
// nil when none does.
func (m *carried) match(boxes []nodes.Instance, expected nodes.Box) *nodes.Instance {
	if m.Item.Pointed() {
		return nil
	}
	var best *nodes.Instance
	closest := float32(sameThing)
	for i, b := range boxes {
		if b.Track > 0 && b.Track == m.Item.Track {
			return &boxes[i]
		}
		alike := b.Class == m.Item.Class || b.Class < 0 || m.Item.Class < 0
		if iou := max(b.Box.IoU(expected), b.Box.IoU(m.Near)); alike && iou >= closest && (b.Track == 0 || m.Item.Track == 0) {
			best, closest = &boxes[i], iou
		}
	}
	return best
}

// place puts the mask where the points have gone, or where its box is among boxes.
func (m *carried) place(v *view, trail *carry.Trail, boxes []nodes.Instance) {
	now := v.small
	motion := m.Cut.Motion(trail, now)
	m.changed, m.lost = 1-motion.Agreement, motion.Agreement < holds
	if motion.Points < tooFew {
		m.changed, m.lost = 0, false
	}
	if !m.lost {
		m.Held = v.number
	}
	m.now = m.Item
	m.now.Mask = nil
	expected := motion.Box(now, m.Box)
	m.now.Box = motion.Box(now, m.Item.Box)
	box := m.match(boxes, expected)
	if m.boxed = box != nil; m.boxed {
		m.Boxed = v.stamp.PTS
		m.now.Box, m.now.Score = box.Box, box.Score
		if box.Class >= 0 {
			m.now.Class, m.now.Label = box.Class, box.Label
		}
		motion = aim(motion, now, expected, box.Box)
	}
	m.placed, m.Near = []carry.Placed{{Cutout: m.Cut, Motion: motion, Share: 1}}, m.now.Box
}

// aim believes a box, if points say too little of where it is, or something else than
// what is expected of them.
func aim(motion carry.Motion, now *cv.Small, expected, box nodes.Box) carry.Motion {
	if box.Area() > 0 && (motion.Points < tooFew || box.IoU(expected) < steerable) {
		return motion.Aim(now, expected, box)
	}
	return motion
}

// hidden says that it is better not to show where the mask might be.
func (m *carried) hidden() bool { return m.changed > 1-visible && !m.boxed }

// thing is the followed thing of a track, nil: none.
func (n *node) thing(track int) *thing {
	if p := n.memory.Pointed.find(track); p != nil {
		return p.Thing
	}
	for _, t := range n.memory.Things {
		if n.cfg.Follow && t.Track == track {
			return t
		}
	}
	return nil
}

// carry says where the thing is, as the picture has moved since it was seen by the
// model.
func (t *thing) carry(stamp nodes.Stamp, mask *nodes.Mask) {
	x, y := mask.Centroid()
	oldX, oldY := t.Mask.Centroid()
	if dt := (stamp.PTS - t.Seen).Seconds(); dt > 0 {
		t.VX, t.VY = (x-oldX-t.DX)/dt, (y-oldY-t.DY)/dt
	}
	t.DX, t.DY, t.Seen, t.carried = x-oldX, y-oldY, stamp.PTS, mask
}
