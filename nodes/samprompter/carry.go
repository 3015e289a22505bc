package samprompter

import (
	"context"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// carry is what is on a frame, by its own masks when it becomes a key-frame, and by
// those of an earlier one when not.
func (n *node) carry(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame, boxes *nodes.Instances) ([]nodes.Instance, error) {
	until := time.Now().Add(n.cfg.Keyframe.budget())
	if err := n.carrier.advance(stamp, frame); err != nil {
		return nil, err
	}
	if j := n.carrier.job; j != nil {
		j.pursue(stamp, looked(boxes))
	}
	if err := n.land(); err != nil {
		return nil, err
	}
	n.place(stamp, boxes)
	if why := n.due(stamp, boxes); why != none && n.carrier.job == nil {
		if err := n.encode(ctx, stamp, frame, boxes, why, until); err != nil {
			return nil, err
		}
	}
	return n.show(stamp), nil
}

// encode makes a frame a key-frame, if there is anything on it to look for.
func (n *node) encode(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame, boxes *nodes.Instances, why reason, until time.Time) error {
	objects, err := n.objects(stamp, frame, boxes)
	if err != nil {
		return err
	}
	objects = append(objects, n.unseen(objects)...)
	c := &n.carrier
	k := key{Stamp: stamp}
	if len(objects) == 0 {
		c.key = k
		return nil
	}
	n.counts.keyframes[why]++
	j := &job{key: k, small: c.last, look: n.now, frame: frame, objects: objects}
	if n.cfg.Keyframe.budget() == 0 {
		if err := c.work(ctx, j); err != nil {
			return err
		}
		n.accept(j)
		return nil
	}
	for i := range objects {
		j.key.Trail.Seed(c.last, n.whereabouts(&objects[i]), pointsEach, &c.key.Trail)
	}
	c.start(ctx, j)
	if !c.late && j.wait(ctx, time.Until(until)) {
		return n.land()
	}
	return nil
}

// show is the instances of the present frame.
func (n *node) show(stamp nodes.Stamp) []nodes.Instance {
	k := &n.carrier.key
	if len(k.Masks) == 0 && n.carrier.job != nil {
		n.counts.waiting++
	}
	var items []nodes.Instance
	for _, m := range k.Masks {
		if k.is(stamp) {
			items = append(items, m.Item)
			continue
		}
		if item := m.now; !m.hidden() {
			origin := *item.Origin
			origin.Age = stamp.PTS - k.Stamp.PTS
			origin.Steps = append(origin.Steps[:len(origin.Steps):len(origin.Steps)], "carried")
			item.Origin = &origin
			items = append(items, item)
		}
	}
	if k.is(stamp) {
		return items
	}
	n.counts.carried += int64(len(items))
	n.together(items)
	shown := items[:0]
	for _, item := range items {
		if !item.Mask.Empty() {
			shown = append(shown, item)
		}
	}
	return shown
}
