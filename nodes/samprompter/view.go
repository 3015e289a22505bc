package samprompter

import (
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// view is a frame that masks are carried to. The node may see it before its turn.
type view struct {
	stamp  nodes.Stamp
	boxes  *nodes.Instances
	frame  *nodes.Frame // nil once it is not needed any more
	number int          // of the stream's frames, from 1
	last   bool         // of the stream's frames
	early  bool         // it was seen before its turn
	begun  bool         // its encoding, ahead
	clear  float64      // how much of things its boxes show, see clarity

	// When masks were carried to it:
	small *cv.Small
	since int        // frames since the key-frame before, 0: it is one
	masks []*carried // of that, as they are here
	after *snapshot  // what the next frame depends on; nil when no later frame was seen
}

// turn is the view of the frame in hand: the first one.
func (c *carrier) turn(stamp nodes.Stamp, frame *nodes.Frame, boxes *nodes.Instances) *view {
	if len(c.views) == 0 || c.views[0].stamp != stamp {
		later := c.views // than this one, which was not shown before its turn
		c.views, c.stepped = nil, 0
		c.add(&view{stamp: stamp, boxes: boxes, frame: frame.Retain()})
		for _, v := range later {
			c.add(v)
		}
	}
	c.most = max(c.most, len(c.views))
	for i, v := range c.views {
		if i+1 < len(c.views) {
			v.last = c.views[i+1].stamp.Stream != v.stamp.Stream
		} else {
			v.last = len(c.views) < c.most
		}
	}
	return c.views[0]
}

// add takes a frame that comes after those that were seen so far.
func (c *carrier) add(v *view) {
	v.number, v.clear = 1, clarity(v.boxes)
	last, number := c.key.Stamp.Stream, c.number
	if len(c.views) > 0 {
		before := c.views[len(c.views)-1]
		last, number = before.stamp.Stream, before.number
	}
	if v.stamp.Stream == last {
		v.number = number + 1
	}
	c.views = append(c.views, v)
}

// done lets go of the frame in hand.
func (c *carrier) done() {
	v := c.views[0]
	v.release()
	c.after = v.after
	c.views = c.views[1:]
	c.stepped--
}

// forget lets go of all frames.
func (c *carrier) forget() {
	for _, v := range c.views {
		v.release()
	}
	c.views, c.stepped, c.after = nil, 0, nil
}

func (v *view) release() {
	if v.frame != nil {
		v.frame.Release()
		v.frame = nil
	}
}

// settle writes down how the masks are on the frame that they were carried to last.
func (n *node) settle(v *view) {
	c := &n.carrier
	state := c.key
	state.Masks = make([]*carried, len(c.key.Masks))
	for i, m := range c.key.Masks {
		here := *m
		here.of = m
		state.Masks[i] = &here
	}
	v.masks, v.since = state.Masks, state.Since
	if len(c.views) > 1 {
		state.Trail = state.Trail.Clone()
		v.after = n.snapshot()
		v.after.Memory, v.after.Key, v.after.Awaited = n.memory.clone(), state, nil
		for _, a := range c.awaited {
			v.after.Awaited = append(v.after.Awaited, a.clone())
		}
	}
	v.release()
	c.stepped++
}

// show is the instances of a frame.
func (n *node) show(v *view) []nodes.Instance {
	var items []nodes.Instance
	for _, m := range v.masks {
		switch {
		case n.removed(m):
		case m.from == v.stamp:
			items = append(items, m.Item)
		case !m.hidden():
			items = append(items, m.instance(v))
			n.counts.carried++
		}
	}
	if v.since == 0 {
		return items
	}
	n.together(items)
	shown := items[:0]
	for _, item := range items {
		if !item.Mask.Empty() {
			shown = append(shown, item)
		}
	}
	return shown
}

// instance is a mask that was carried, on a frame.
func (m *carried) instance(v *view) nodes.Instance {
	item := m.now
	item.Mask = m.mask(v.small)
	origin := *item.Origin
	origin.Age = v.stamp.PTS - m.from.PTS
	origin.Steps = append(origin.Steps[:len(origin.Steps):len(origin.Steps)], "carried")
	item.Origin = &origin
	return item
}
