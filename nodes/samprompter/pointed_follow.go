package samprompter

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// pointed is what to segment of the things that were pointed at.
func (n *node) pointed(stamp nodes.Stamp, frame *nodes.Frame) []object {
	m := &n.memory.Pointed
	m.Width, m.Height = frame.Width, frame.Height
	var objects []object
	for _, p := range m.All {
		o, err := p.object(n.now, stamp)
		if err == nil && n.sam != nil {
			err = n.sam.Check(o.prompt)
		}
		switch {
		case err != nil:
			p.lose(err.Error())
		case o.prompt.HasBox() || len(o.prompt.Points) > 0:
			objects = append(objects, o)
		case p.Thing != nil && p.State != stateLost:
			n.miss(p, stamp)
		}
	}
	return objects
}

// object is the thing where it is expected, and as it was asked for since the last
// frame. It has no prompt when the thing is nowhere.
func (p *pointing) object(now *thumb, stamp nodes.Stamp) (object, error) {
	var o object
	if p.State == stateFollowed || p.State == stateHidden || p.State == stateWaiting && p.Thing != nil {
		if o = p.Thing.expect(now, stamp); o.told.Empty() {
			o = object{}
		}
	}
	if len(p.Asked) > 0 {
		if err := p.ask(&o, now.frameW, now.frameH); err != nil {
			return o, err
		}
	}
	o.Class, o.Score, o.Label, o.Track, o.pointing, o.asked = -1, 1, p.label(), p.ID, p, len(p.Asked)
	return o, nil
}

// ask makes the prompt of what was asked for: a box begins anew, clicks are added to
// those before them and to the mask that is expected.
func (p *pointing) ask(o *object, width, height int) error {
	var box nodes.Box
	var clicks []nodes.Point
	if o.told != nil {
		clicks = moved(p.Clicks, o.dx, o.dy)
	}
	for _, asked := range p.Asked {
		item, err := asked.instance(nil, width, height)
		if err != nil {
			return err
		}
		if asked.Box != nil {
			box, clicks, o.told = item.Box.Clip(width, height), nil, nil
		}
		clicks = append(clicks, item.Points...)
	}
	o.prompt, o.thing = sam.Prompt{Box: box, Points: clicks}, nil
	return nil
}

func moved(clicks []nodes.Point, dx, dy float64) []nodes.Point {
	clicks = slices.Clone(clicks)
	for i := range clicks {
		clicks[i].X += float32(dx)
		clicks[i].Y += float32(dy)
	}
	return clicks
}

// keepPointed remembers what was seen of the things that were pointed at, takes the
// masks of the others from them, and returns the other objects.
func (n *node) keepPointed(stamp nodes.Stamp, objects []object) []object {
	for i := range objects {
		o := &objects[i]
		p := o.pointing
		if p == nil {
			return objects[i:]
		}
		asked := o.asked > 0
		p.Asked = p.Asked[min(o.asked, len(p.Asked)):]
		switch found := !o.masks[0].Mask.Empty(); {
		case found && (asked || o.seen(nil)):
			n.point(p, stamp, o, asked)
			continue
		case asked:
			p.lose("nothing was found there")
		default:
			n.miss(p, stamp)
		}
		o.masks = nil
	}
	return nil
}

// miss looks for the thing on, or gives it up.
func (n *node) miss(p *pointing, stamp nodes.Stamp) {
	p.State = stateHidden
	if stamp.PTS-p.Thing.Seen > max(pointedAlive, seconds(n.cfg.LostAfter)) {
		p.lose("it was out of sight for too long")
	}
}

// point takes what was found for the thing.
func (n *node) point(p *pointing, stamp nodes.Stamp, o *object, asked bool) {
	if asked {
		p.Clicks = slices.Clone(o.prompt.Points)
	} else {
		p.Clicks = moved(p.Clicks, o.dx, o.dy)
	}
	if p.Thing == nil {
		p.Thing = &thing{Track: p.ID}
	}
	n.see(p.Thing, stamp, o)
	p.State, p.Why = stateFollowed, ""
}
