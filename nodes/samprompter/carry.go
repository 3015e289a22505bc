package samprompter

import (
	"context"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// carry is what is on a frame, by its own masks when it becomes a key-frame, and by
// those of an earlier or later one when not.
func (n *node) carry(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame, boxes *nodes.Instances) ([]nodes.Instance, error) {
	until := time.Now().Add(n.cfg.Keyframe.budget())
	c := &n.carrier
	v := c.turn(stamp, frame, boxes)
	for c.stepped < min(len(c.views), 1+n.reach()) {
		n.begin()
		if err := n.step(ctx, c.views[c.stepped], until); err != nil {
			return nil, err
		}
	}
	items := n.show(v)
	c.done()
	return items, nil
}

// step carries the masks on to the frame of a view, and makes it a key-frame when it
// is time.
func (n *node) step(ctx context.Context, v *view, until time.Time) error {
	c := &n.carrier
	if err := c.advance(v); err != nil {
		return err
	}
	if c.job != nil {
		c.job.pursue(v.stamp, looked(v.boxes))
	}
	if err := n.land(); err != nil {
		return err
	}
	n.place(v)
	if n.reach() > 0 {
		n.await(v)
	}
	if why := n.due(v); why != none && c.job == nil {
		if err := n.encode(ctx, v, why, until); err != nil {
			return err
		}
	}
	if len(c.key.Masks) == 0 && c.job != nil {
		n.counts.waiting++
	}
	n.settle(v)
	return nil
}

// encode makes a frame a key-frame, if there is anything on it to look for.
func (n *node) encode(ctx context.Context, v *view, why reason, until time.Time) error {
	objects, err := n.objects(v.stamp, v.frame, v.boxes)
	if err != nil {
		return err
	}
	objects = append(objects, n.unseen(v, objects)...)
	c := &n.carrier
	k := key{Stamp: v.stamp, Turned: c.key.Turned}
	if why == turn {
		k.Turned = v.number
	}
	if len(objects) == 0 {
		c.key = k
		return nil
	}
	n.counts.keyframes[why]++
	j := &job{key: k, small: v.small, look: n.now, frame: v.frame, objects: objects}
	if n.cfg.Keyframe.budget() == 0 {
		j.encoded = n.begin
		if err := c.work(ctx, j); err != nil {
			return err
		}
		n.accept(j)
		c.found(v)
		return n.back(v)
	}
	for i := range objects {
		j.key.Trail.Seed(v.small, n.whereabouts(v, &objects[i]), pointsEach, &c.key.Trail)
	}
	c.start(ctx, j)
	if !c.late && j.wait(ctx, time.Until(until)) {
		return n.land()
	}
	return nil
}
