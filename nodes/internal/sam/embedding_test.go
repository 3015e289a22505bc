package sam

import (
	"fmt"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestStreamsDoNotForgetForEachOther: with two nodes for each of eight streams, which
// are as far apart as queues allow, every frame is encoded once.
func TestStreamsDoNotForgetForEachOther(t *testing.T) {
	var c embeddings
	const streams, frames = 8, 20
	c.users.Store(2 * streams)
	computed := 0
	ask := func(stream, frame int) {
		stamp := nodes.Stamp{Stream: fmt.Sprint(stream), Seq: uint64(frame)}
		if _, _, err := c.get(t.Context(), stamp, func() (*Embedding, error) { computed++; return &Embedding{}, nil }); err != nil {
			t.Fatal(err)
		}
	}
	for frame := range frames + keepEmbeddings - 1 {
		for s := range streams {
			if frame < frames {
				ask(s, frame)
			}
			if late := frame - keepEmbeddings + 1; late >= 0 {
				ask(s, late)
			}
		}
	}
	if computed != streams*frames {
		t.Errorf("%d encodings of %d frames", computed, streams*frames)
	}
	if len(c.entries) != streams*keepEmbeddings {
		t.Errorf("%d frames of %d streams are remembered", len(c.entries), streams)
	}
	c.users.Store(1)
	ask(0, frames)
	if len(c.entries) != keepEmbeddings {
		t.Errorf("%d frames are remembered for one user", len(c.entries))
	}
}
