package samprompter

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// keepFollowing remembers what of the objects was seen and how, and takes the masks
// of the others from them.
func (n *node) keepFollowing(stamp nodes.Stamp, objects []object) {
	var seen []*nodes.Mask
	for i := range objects {
		o := &objects[i]
		switch {
		case o.given > 0:
			n.memory.Given = append(n.memory.Given, o.given)
		case o.thing == nil:
			n.memory.Boxed = true
		}
		if o.seen(seen) {
			n.keepThing(stamp, o)
			seen = append(seen, o.masks[0].Mask)
		} else {
			o.masks = nil
		}
	}
}

// seen says whether the mask is that of the thing that was expected, or of a new one,
// and is none of those seen before. A box that says so makes it the thing's in any case.
func (o *object) seen(before []*nodes.Mask) bool {
	item := o.masks[0]
	switch {
	case item.Mask.Empty():
		return false
	case o.confirmed:
		return true
	case slices.ContainsFunc(before, func(m *nodes.Mask) bool { return m.IoU(item.Mask) >= twins }):
		return false
	}
	return o.thing == nil || o.looks && o.told.IoU(item.Mask) >= sameThing
}

func (n *node) keepThing(stamp nodes.Stamp, o *object) {
	t := o.thing
	if t == nil {
		n.born++
		n.memory.Born++
		t = &thing{Track: nodes.Identity(n.memory.Born), Prompt: o.given}
		n.memory.Things = append(n.memory.Things, t)
		o.masks[0].Track = t.Track
	}
	n.see(t, stamp, o)
}

// see takes what was found of an object for the thing.
func (n *node) see(t *thing, stamp nodes.Stamp, o *object) {
	if dt := (stamp.PTS - t.Seen).Seconds(); o.thing != nil && dt > 0 {
		dx, dy := o.moved()
		t.VX, t.VY = (dx-t.DX)/dt, (dy-t.DY)/dt
	}
	t.DX, t.DY, t.carried = 0, 0, nil
	t.Class, t.Label, t.Score = o.Class, o.Label, o.Score
	t.Mask, t.Look, t.Seen = o.masks[0].Mask, patchOf(n.now, o.masks[0].Mask), stamp.PTS
}

// moved is how far the thing has come since it was last seen: as the picture says,
// or where that shows nothing like it, as the masks do.
func (o *object) moved() (dx, dy float64) {
	if o.looks {
		return o.dx, o.dy
	}
	x, y := o.masks[0].Mask.Centroid()
	oldX, oldY := o.thing.Mask.Centroid()
	return x - oldX, y - oldY
}
