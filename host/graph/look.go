package graph

import (
	"context"

	"github.com/maskgraph/maskgraph/nodes"
)

// mostAhead is how many bytes of frames a node is shown before their turn, at most;
// two packets in any case.
const mostAhead = 256 << 20

// look shows the node the packet that comes next and those after it, as many as it
// wants to see, and waits for them.
func (r *runner) look(ctx context.Context) error {
	if r.ahead == 0 {
		return nil
	}
	bytes := 0
	for _, messages := range r.coming {
		bytes += frameBytes(messages)
	}
	for len(r.coming) <= r.ahead && (len(r.coming) < 2 || bytes < mostAhead) && !r.ended() {
		messages, err := r.gather(ctx, nil)
		r.coming = append(r.coming, messages)
		if err != nil {
			return err
		}
		r.anticipate(ctx, messages)
		bytes += frameBytes(messages)
	}
	return nil
}

// ended says that the last packet is there.
func (r *runner) ended() bool {
	last := len(r.coming) - 1
	return last >= 0 && r.coming[last][0].token == nil
}

// anticipate shows the node a packet, if all of it is there and it is not known from
// before a resume; if not, receive and answer know what to do.
func (r *runner) anticipate(ctx context.Context, messages []message) {
	tok := messages[0].token
	if tok == nil || r.passes(tok) {
		return
	}
	next := nodes.Packet{Stamp: tok.stamp}
	for i, m := range messages {
		if m.token != tok || m.payload == nil {
			return
		}
		next.Put(r.in[i].port, m.payload)
	}
	r.node.(nodes.Anticipator).Anticipate(nodes.ForStream(ctx, tok.stamp.Stream), next)
}

// frameBytes is the size of the frames in messages.
func frameBytes(messages []message) (bytes int) {
	for _, m := range messages {
		if f, ok := m.payload.(*nodes.Frame); ok {
			bytes += len(f.Pix)
		}
	}
	return bytes
}
