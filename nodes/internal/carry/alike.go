package carry

/*
#cgo pkg-config: opencv4
#cgo CXXFLAGS: -std=c++11
#include "alike.h"
*/
import "C"

import "slices"

// layers are the colours that those of a mask's edge are compared with: on the present
// picture, and on the key-frame with every pixel put where it is now. Bytes, because
// sixteen are compared at once.
type layers struct {
	w, h          int
	stride, plane int // bytes from row to row, from plane to plane
	planes        []byte
}

// The planes: of the present picture, and then the same of the key-frame.
const (
	blue = iota
	green
	red
	inside
	outside
	planesEach

	present  = 0
	keyframe = planesEach
)

// lanes are compared at once: the rows of planes are so much longer, and begin after
// a margin.
const lanes = 16

// reset makes room for a part of a picture. No pixel is inside or outside yet.
func (l *layers) reset(w, h int) {
	l.w, l.h = w, h
	l.stride = (w+lanes-1)/lanes*lanes + 2*colourReach
	l.plane = l.stride * (h + 2*colourReach)
	l.planes = room(l.planes, 2*planesEach*l.plane)
	for _, of := range []int{present, keyframe} {
		clear(l.planes[(of+inside)*l.plane : (of+planesEach)*l.plane])
	}
}

// lines are a row of each plane of a picture, without the margins.
type lines [planesEach][]byte

func (l *layers) lines(of, y int) (row lines) {
	for i := range row {
		row[i] = l.planes[(of+i)*l.plane+(y+colourReach)*l.stride+colourReach:][:l.w]
	}
	return row
}

// alike writes for each pixel how much more its colour is like those inside around it
// than like those outside, -1..1, 0 for those that are inside or outside themselves.
func (l *layers) alike(out []float32) {
	out = out[:l.w*l.h]
	C.mg_alike(C.mg_layers{width: C.int(l.w), height: C.int(l.h), reach: colourReach, stride: C.long(l.stride), plane: C.long(l.plane)},
		(*C.uchar)(&l.planes[0]), colourStep, (*C.float)(&out[0]))
}

// room is a slice of n, the given one if it is large enough, whatever is in it.
func room[T any](have []T, n int) []T { return slices.Grow(have[:0], n)[:n] }
