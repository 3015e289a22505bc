package samprompter

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// reason is why a frame becomes a key-frame.
type reason int

const (
	none   reason = iota
	turn          // as the settings say
	appear        // there is something new
	asked         // somebody has pointed at something
	lose          // a mask is not what the picture shows
	reasons
)

// due says why a frame ought to be a key-frame, or none.
func (n *node) due(v *view) reason {
	k, set := &n.carrier.key, n.cfg.Keyframe
	lost, changed := false, 0.0
	for _, m := range k.Masks {
		lost, changed = lost || m.lost, max(changed, m.changed)
	}
	switch {
	case k.is(v.stamp):
		return none
	case k.None, n.regular(v), set.OnChange > 0 && changed > set.OnChange:
		return turn
	case n.memory.Pointed.waiting():
		return asked
	case n.fresh(v):
		return appear
	case lost && !n.patient(v):
		return lose
	case set.Every == 0 && set.OnChange == 0:
		return turn
	}
	return none
}

// patient says that lost masks can wait for a later frame: those before a key-frame get
// them from there, as far as they are in hand. It is one with boxes, if there are any, and
// that of a turn if that is close.
func (n *node) patient(v *view) bool {
	c := &n.carrier
	later := c.views[c.stepped+1:]
	if len(later) == 0 {
		return false
	}
	nobody := v.boxes != nil && v.boxes.Skipped
	soon := slices.ContainsFunc(later[:min(n.reach()/4, len(later))], n.regular)
	return nobody || soon || !slices.ContainsFunc(c.key.Masks, func(m *carried) bool { return m.lost && v.number-m.Held >= n.reach() })
}

// fresh says whether there is something on a frame that was not on the key-frame, and
// must not wait for a later one.
func (n *node) fresh(v *view) bool {
	k := &n.carrier.key
	for i, p := range n.cfg.Prompts {
		known := slices.Contains(n.memory.Given, i+1) ||
			slices.ContainsFunc(k.Masks, func(m *carried) bool { return m.Given == i+1 }) ||
			slices.ContainsFunc(k.Refused, func(r refused) bool { return r.Given == i+1 })
		if p.given(v.stamp) && !known {
			return true
		}
	}
	if n.reach() == 0 {
		return len(n.freshBoxes(v)) > 0
	}
	return n.pressing(v)
}

// freshBoxes are those boxes of a frame that are of nothing on the key-frame.
func (n *node) freshBoxes(v *view) []nodes.Instance {
	k := &n.carrier.key
	if n.cfg.Follow && n.cfg.NewObjects == "first" && n.memory.Boxed || n.cfg.MaxInstances > 0 && len(k.Masks) >= n.cfg.MaxInstances {
		return nil
	}
	return slices.DeleteFunc(looked(v.boxes), k.knows)
}

// knows says that a box is of a mask, or of what gave none.
func (k *key) knows(b nodes.Instance) bool {
	around := objectOf(b).prompt
	return slices.ContainsFunc(k.Masks, func(m *carried) bool {
		return b.Track > 0 && b.Track == m.Item.Track || m.now.Box.IoU(around.Box) >= sameThing
	}) || slices.ContainsFunc(k.Refused, func(r refused) bool {
		return r.Given == 0 && r.Box.IoU(around.Box) >= sameThing
	})
}

// unseen is what was there so far and is none of the objects of a frame: nobody has
// looked, or a detector has missed it.
func (n *node) unseen(v *view, objects []object) []object {
	var more []object
	for _, m := range n.carrier.key.Masks {
		same := func(o object) bool {
			return o.given > 0 && o.given == m.Given || o.Track > 0 && o.Track == m.Item.Track || o.prompt.Box.IoU(m.now.Box) >= sameThing
		}
		at, followed := slices.IndexFunc(objects, same), n.cfg.Follow || m.Item.Pointed()
		if at >= 0 {
			objects[at].was = m
		}
		switch {
		case followed:
		case at >= 0:
			objects[at].last = m.Item.Origin.Token
		case !m.lost && !m.mask(v.small).Empty():
			o := objectOf(m.now)
			o.carried, o.was, o.last, o.Mask, o.Origin = m, m, m.Item.Origin.Token, nil, nil
			more = append(more, o)
		}
	}
	return more
}
