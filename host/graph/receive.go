package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// receive takes one message from every input. A queue that was closed gives the
// message without a token, so the comparison also finds inputs of unequal length.
func (r *runner) receive(ctx context.Context) (*token, error) {
	r.catchUp(ctx)
	if len(r.coming) > 0 {
		r.inbox = append(r.inbox, r.coming[0]...)
		r.coming = slices.Delete(r.coming, 0, 1)
	} else {
		var err error
		if r.inbox, err = r.gather(ctx, r.inbox); err != nil {
			return nil, err
		}
	}
	first := r.inbox[0].token
	for i, m := range r.inbox {
		if m.token != first {
			return nil, r.fail("", fmt.Errorf("stamps differ at its inputs: %s has %s, %s has %s; a node skipped or repeated a packet",
				r.in[0].port, first, r.in[i].port, m.token))
		}
	}
	if first == nil {
		return nil, io.EOF
	}
	return first, nil
}

// gather takes a message from every input and appends it to messages.
func (r *runner) gather(ctx context.Context, messages []message) ([]message, error) {
	for _, in := range r.in {
		m, err := r.next(ctx, in.from)
		if err != nil {
			return messages, err
		}
		messages = append(messages, m)
	}
	return messages, nil
}

func (r *runner) packet(tok *token) nodes.Packet {
	p := nodes.Packet{Stamp: tok.stamp}
	for i, m := range r.inbox {
		p.Put(r.in[i].port, m.payload)
	}
	return p
}

// releaseInbox goes by the messages, not by the packet: a node may have changed that.
func (r *runner) releaseInbox() {
	for i, m := range r.inbox {
		m.release()
		r.inbox[i] = message{}
	}
	r.inbox = r.inbox[:0]
}

// passes says that the node knows the stamp's packet from before a resume.
func (r *runner) passes(tok *token) bool { return tok.again && !r.again }

// dropsEvery bounds how often a node's drops of one kind are told; the ledger has
// them all.
const dropsEvery = 10 * time.Second

func (r *runner) tellDrop(st nodes.Stamp, drop *nodes.Drop) {
	if now := time.Now(); drop.Reason != r.toldReason || now.Sub(r.toldDrop) >= dropsEvery {
		r.toldReason, r.toldDrop = drop.Reason, now
		r.log.Warn(st.String() + ": " + drop.Error())
	}
}

// answer is the node's answer to what lies in the inbox. It is empty, which the
// nodes behind understand, when this node drops the stamp or one before it has.
func (r *runner) answer(ctx context.Context, tok *token) (nodes.Packet, error) {
	if r.passes(tok) {
		return nodes.Packet{}, nil
	}
	for _, m := range r.inbox {
		if m.payload == nil {
			return nodes.Packet{}, nil
		}
	}
	out, err := r.node.Process(ctx, r.packet(tok))
	if drop := (*nodes.Drop)(nil); errors.As(err, &drop) {
		tok.drop(drop.Reason)
		r.tellDrop(tok.stamp, drop)
		return nodes.Packet{}, nil
	}
	if err == nil {
		err = r.checkOutput(out)
	}
	return out, err
}
