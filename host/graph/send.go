package graph

import (
	"context"
	"fmt"

	"github.com/maskgraph/maskgraph/nodes"
)

// send gives a checked packet to every reader, one reference each, and drops the
// reference that the node returned.
func (r *runner) send(ctx context.Context, tok *token, out nodes.Packet) error {
	defer out.Release()
	if r.source == r {
		r.show(tok, out)
	}
	for _, o := range r.out {
		m := message{tok, out.Payload(o.port)}
		for _, q := range o.to {
			m.retain()
			if err := r.put(ctx, q, m); err != nil {
				m.release()
				return err
			}
		}
	}
	if r.terminal() {
		if tok.reason.Load() == nil && !tok.again {
			r.stats.addAge(tok.stamp)
		}
		tok.done()
	}
	return nil
}

// checkOutput holds a node to what its type promises, and releases a packet that
// breaks the promise.
func (r *runner) checkOutput(out nodes.Packet) error {
	for _, o := range r.out {
		if fault := payloadFault(out.Payload(o.port), o.typ); fault != "" {
			out.Release()
			return fmt.Errorf("its output %s %s; this is a fault of the node", o.port, fault)
		}
	}
	return nil
}

func payloadFault(v nodes.Payload, typ nodes.Type) string {
	frame, isFrame := v.(*nodes.Frame)
	found, isInstances := v.(*nodes.Instances)
	switch {
	case frame == nil && found == nil:
		return "is missing"
	case isFrame && typ != nodes.TypeFrame:
		return fmt.Sprintf("carries a frame instead of %s", typ)
	case isInstances && typ == nodes.TypeFrame:
		return "carries instances instead of a frame"
	}
	if typ != nodes.TypeMasks {
		return ""
	}
	for i := range found.Items {
		if found.Items[i].Mask == nil {
			return fmt.Sprintf("promises masks, and instance %d of %d has none", i+1, len(found.Items))
		}
	}
	return ""
}
