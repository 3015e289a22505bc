package samprompter

import (
	"github.com/maskgraph/maskgraph/nodes"
)

// land takes the masks of a key-frame that is done. They are those of an earlier
// frame, as a rule, whose points were moved on meanwhile.
func (n *node) land() error {
	c := &n.carrier
	j := c.job
	if j == nil {
		return nil
	}
	select {
	case <-j.done:
	default:
		return nil
	}
	c.job, c.late = nil, j.took > n.cfg.Keyframe.budget()
	j.stop()
	if j.err != nil {
		return j.err
	}
	n.accept(j)
	return nil
}

// accept makes what was found on a key-frame what is carried.
func (n *node) accept(j *job) {
	c := &n.carrier
	n.encoded(j.computed)
	n.now = j.look
	items, from := n.account(j.key.Stamp, j.small.FrameW, j.small.FrameH, j.objects)
	switch {
	case j.key.Since > 0:
		n.counts.late += int64(len(items))
	case j.done == nil:
		for _, item := range items {
			j.key.Trail.Seed(j.small, item.Mask, pointsEach, &c.key.Trail)
		}
	}
	c.begin(j.key, j.small, items, from, j.objects)
	if j.key.Since > 0 {
		c.catchUp(from, j)
	}
}

// pursue follows the boxes of a key-frame that is worked on from frame to frame.
func (j *job) pursue(stamp nodes.Stamp, boxes []nodes.Instance) {
	for i, near := range j.near {
		closest := float32(sameThing)
		for _, b := range boxes {
			if iou := b.Box.IoU(near.box); iou >= closest {
				j.near[i], closest = sighting{b.Box, stamp.PTS}, iou
			}
		}
	}
}

// catchUp tells late masks what has become of their boxes.
func (c *carrier) catchUp(from []*object, j *job) {
	for i, m := range c.key.Masks {
		for at := range j.objects {
			if from[i] == &j.objects[at] {
				m.Near, m.Boxed = j.near[at].box, j.near[at].at
			}
		}
	}
}
