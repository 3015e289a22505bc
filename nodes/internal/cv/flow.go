package cv

// #include "flow.h"
import "C"

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"unsafe"
)

// Spot is a place on a small picture, in its pixels: the centre of the upper left
// one is 0, 0.
type Spot struct{ X, Y float32 }

// Flow finds spots of one picture on another by Lucas and Kanade's method on
// pyramids (Bouguet, 2000). One goroutine at a time may use it.
//
// It does not use gocv's function, which makes the pyramids of both pictures each
// time: here every picture of a video gets one.
type Flow struct{ *flow }

type flow struct {
	c    *C.mg_flow
	last *Small // the last picture that c has been given
}

// What the search is like.
const (
	flowWindow = 11   // pixels a side that are compared around a spot
	flowLevels = 3    // so many halvings of the picture
	flowReturn = 1    // pixels: so close must a spot come back to where it was
	flowTurns  = 20   // of the search, at most
	flowStep   = 0.02 // pixels: closer is close enough
	flowEdge   = 1e-3 // spots around which there is less to be seen are not looked for
)

var errFlow = errors.New("OpenCV failed to follow spots")

// NewFlow is a Flow. Its memory is given back some time after it is used last.
func NewFlow() Flow {
	f := Flow{&flow{c: C.mg_flow_new(flowWindow, flowLevels, flowTurns, flowStep, flowEdge)}}
	runtime.AddCleanup(f.flow, func(c *C.mg_flow) { C.mg_flow_free(c) }, f.c)
	return f
}

// Track says where spots of a picture are on another of the same size, and which of
// them were found: there and back again. The search begins at guesses.
func (f Flow) Track(from, to *Small, spots, guesses []Spot) (moved []Spot, found []bool, err error) {
	if from.Width != to.Width || from.Height != to.Height {
		return nil, nil, fmt.Errorf("flow between pictures of %dx%d and %dx%d", from.Width, from.Height, to.Width, to.Height)
	}
	if len(spots) == 0 {
		return nil, nil, nil
	}
	if f.last != from {
		if err := f.next(from); err != nil {
			return nil, nil, err
		}
	}
	if err := f.next(to); err != nil {
		return nil, nil, err
	}
	moved, back, status := slices.Clone(guesses), slices.Clone(spots), make([]byte, len(spots))
	if C.mg_flow_track(f.c, C.int(len(spots)), floats(spots), floats(moved), floats(back), (*C.uchar)(&status[0])) != 0 {
		return nil, nil, errFlow
	}
	found = make([]bool, len(spots))
	for i, p := range back {
		off := math.Hypot(float64(p.X-spots[i].X), float64(p.Y-spots[i].Y))
		found[i] = status[i] != 0 && off < flowReturn && to.Inside(moved[i])
	}
	runtime.KeepAlive(f.flow)
	return moved, found, nil
}

func (f *flow) next(s *Small) error {
	f.last = nil
	if C.mg_flow_next(f.c, (*C.uchar)(&s.Grey[0]), C.int(s.Width), C.int(s.Height)) != 0 {
		return errFlow
	}
	f.last = s
	return nil
}

func floats(spots []Spot) *C.float { return (*C.float)(unsafe.Pointer(&spots[0])) }
