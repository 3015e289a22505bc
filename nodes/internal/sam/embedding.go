package sam

import (
	"sync/atomic"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// Embedding is a frame as the encoder sees it. It is read-only once it is made.
//
// Whoever gets one from a Model has a reference to it, and releases that when nothing
// reads it any more: its memory is then used again. One that is not released is left
// to Go's garbage collector.
type Embedding struct {
	Stamp    nodes.Stamp  // of the frame that was encoded
	Features []ort.Tensor // the encoder's outputs, in the order of the model's entry; first of all float32 [1,256,64,64]; until the last Release
	up       *upsampler
	frame    perFrame // what the decoder works out once a frame

	more atomic.Int32 // references beside the first; below 0: none is left
	free func(room)   // takes the memory back
}

// Retain adds a reference and returns e.
func (e *Embedding) Retain() *Embedding {
	if !e.hold() {
		panic("sam: Retain of a released embedding")
	}
	return e
}

// hold adds a reference, unless there is none left.
func (e *Embedding) hold() bool {
	for {
		n := e.more.Load()
		if n < 0 || e.more.CompareAndSwap(n, n+1) {
			return n >= 0
		}
	}
}

// Release drops a reference. One too many is a programmer's mistake and panics.
func (e *Embedding) Release() {
	switch n := e.more.Add(-1); {
	case n < -1:
		panic("sam: an embedding was released once too often")
	case n == -1:
		r := room{e.Features, e.frame.tensors}
		e.Features, e.frame.tensors = nil, nil
		if e.free != nil {
			e.free(r)
		}
	}
}

// Mask is where the logits, enlarged to the frame, are above 0: a mask in pixels
// of the frame.
func (e *Embedding) Mask(logits []float32) *nodes.Mask { return e.up.mask(logits) }

// Stability is SAM's stability score: the IoU of the masks cut at logits of
// +offset and of -offset, on the decoder's grid; 1 when both are empty.
func (e *Embedding) Stability(logits []float32, offset float32) float32 {
	return e.up.stability(logits, offset)
}
