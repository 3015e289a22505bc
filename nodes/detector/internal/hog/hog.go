// Package hog is OpenCV's detector of upright people: histograms of oriented
// gradients and a linear classifier (Dalal and Triggs, CVPR 2005) with the
// weights that OpenCV has built in.
//
// It does not use gocv's HOGDescriptor: gocv 0.31 hands out those weights after
// their memory was freed (the detector then finds one and the same box
// everywhere), and keeps how sure the detector is to itself.
package hog

/*
#cgo pkg-config: opencv4
#cgo CXXFLAGS: -std=c++11
#include <stdlib.h>
#include "hog.h"
*/
import "C"

import (
	"errors"
	"image"
	"unsafe"
)

// WindowWidth and WindowHeight are the size of the smallest person that can be
// found, with a margin around, in pixels.
const (
	WindowWidth  = 64
	WindowHeight = 128
)

// Person is a window in which a person stands. Around the person it has a margin
// of about an eighth of its height.
type Person struct {
	Window image.Rectangle
	Weight float64 // distance from the classifier's border, from 0; 1 is rather sure
}

// Detector finds people. One goroutine at a time may use it.
type Detector struct{ hog unsafe.Pointer }

// New makes a detector. It must be closed.
func New() *Detector { return &Detector{C.hog_new()} }

// Find looks for people on a picture of 8-bit rows without gaps, 1 or 3 channels,
// that is at least as large as a window.
func (d *Detector) Find(pix []byte, width, height int) ([]Person, error) {
	channels := len(pix) / (width * height)
	var windows *C.hog_window
	n := C.hog_find(d.hog, (*C.uchar)(&pix[0]), C.int(width), C.int(height), C.int(channels), &windows)
	defer C.free(unsafe.Pointer(windows))
	if n < 0 {
		return nil, errors.New("the people detector failed inside OpenCV")
	}
	var people []Person
	for _, w := range unsafe.Slice(windows, int(n)) {
		x, y := int(w.x), int(w.y)
		people = append(people, Person{image.Rect(x, y, x+int(w.width), y+int(w.height)), float64(w.weight)})
	}
	return people, nil
}

// Close gives the detector's memory back.
func (d *Detector) Close() { C.hog_free(d.hog) }
