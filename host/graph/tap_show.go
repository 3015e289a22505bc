package graph

import (
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// show puts the newest view into the node's tap, if there is one. It comes while
// the inbox still holds its frames.
func (r *runner) show(tok *token, out nodes.Packet) {
	t := r.tap.Load()
	if t == nil || r.passes(tok) || tok.reason.Load() != nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	if t.closed || now.Before(t.next) {
		return
	}
	v := View{Stamp: tok.stamp}
	for _, m := range r.inbox {
		v.look(m.payload)
	}
	for _, o := range r.out {
		v.look(out.Payload(o.port))
	}
	if v.Frame == nil {
		return
	}
	v.Frame.Retain()
	t.next = now.Add(t.every)
	t.put(&v)
}

func (v *View) look(p nodes.Payload) {
	switch p := p.(type) {
	case *nodes.Frame:
		v.Frame = p
	case *nodes.Instances:
		v.Found = p
	}
}
