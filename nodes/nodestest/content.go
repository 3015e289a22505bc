package nodestest

import (
	"hash/fnv"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// picture is a frame, with a hash for its pixels.
type picture struct {
	width, height int
	format        nodes.PixelFormat
	bytes         int
	hash          uint64
}

func contentOf(p nodes.Packet, ports []nodes.Port) content {
	c := content{ports: map[string]any{}}
	for _, port := range ports {
		switch v := p.Payload(port.Name).(type) {
		case *nodes.Frame:
			if v != nil {
				h := fnv.New64a()
				_, _ = h.Write(v.Pix)
				c.ports[port.Name] = picture{v.Width, v.Height, v.Format, len(v.Pix), h.Sum64()}
			}
		case *nodes.Instances:
			c.ports[port.Name] = copyInstances(v)
		}
	}
	return c
}

// lend copies a packet with everything in it, so that the node's references are
// the only ones.
func lend(p nodes.Packet, ports []nodes.Port) nodes.Packet {
	lent := nodes.Packet{Stamp: p.Stamp}
	for _, port := range ports {
		if f := p.Frame(port.Name); f != nil {
			lent.Put(port.Name, f.Clone())
		}
		if v := p.Instances(port.Name); v != nil {
			lent.Put(port.Name, copyInstances(v))
		}
	}
	return lent
}

func copyInstances(v *nodes.Instances) *nodes.Instances {
	if v == nil {
		return nil
	}
	c := *v
	c.Items = slices.Clone(v.Items)
	for i, item := range c.Items {
		if item.Mask != nil {
			m := *item.Mask
			m.Runs = slices.Clone(m.Runs)
			c.Items[i].Mask = &m
		}
		c.Items[i].Points = slices.Clone(item.Points)
		if item.Origin != nil {
			o := *item.Origin
			o.Points, o.IoUs, o.Steps = slices.Clone(o.Points), slices.Clone(o.IoUs), slices.Clone(o.Steps)
			c.Items[i].Origin = &o
		}
	}
	return &c
}
