package nodestest

import (
	"context"
	"io"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// source is a source that keeps the contract unless stamp says otherwise.
type source struct {
	fake
	stamp func(seq int) nodes.Stamp
	n     int
}

func (s *source) Frames() int { return s.n }
func (s *source) Live() bool  { return false }
func (s *source) Queue() int  { return 0 }

func (s *source) Process(ctx context.Context, _ nodes.Packet) (nodes.Packet, error) {
	if s.seen == s.n {
		return nodes.Packet{}, io.EOF
	}
	out := nodes.Packet{Stamp: s.stamp(s.seen)}
	out.Put("frame", nodes.NewFrame(2, 1, nodes.Gray8, []byte{byte(s.seen), 1}, nil))
	s.seen++
	return out, nil
}

func stampOf(seq int) nodes.Stamp {
	return nodes.Stamp{Stream: "s", Seq: uint64(seq), PTS: time.Duration(seq) * time.Second}
}
