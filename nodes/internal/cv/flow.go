package cv

import (
	"errors"
	"fmt"
	"image"
	"math"
	"slices"
	"unsafe"

	"gocv.io/x/gocv"
)

// Spot is a place on a small picture, in its pixels: the centre of the upper left
// one is 0, 0.
type Spot struct{ X, Y float32 }

// Flow finds spots of one picture on another by Lucas and Kanade's method on
// pyramids (Bouguet, 2000).
type Flow struct{ enough gocv.TermCriteria }

// What the search is like.
const (
	flowWindow = 11   // pixels a side that are compared around a spot
	flowLevels = 3    // so many halvings of the picture
	flowReturn = 1    // pixels: so close must a spot come back to where it was
	flowTurns  = 20   // of the search, at most
	flowStep   = 0.02 // pixels: closer is close enough
	useGuesses = 4    // OPTFLOW_USE_INITIAL_FLOW
	flowEdge   = 1e-3 // spots around which there is less to be seen are not looked for
)

// NewFlow is a Flow. gocv gives no way to free its 16 bytes.
func NewFlow() Flow {
	return Flow{gocv.NewTermCriteria(gocv.Count|gocv.EPS, flowTurns, flowStep)}
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
	err = from.viewGrey(func(a gocv.Mat) error {
		return to.viewGrey(func(b gocv.Mat) error {
			var back []Spot
			var returned []bool
			var err1, err2 error
			moved, found, err1 = f.track(a, b, spots, guesses)
			if err1 == nil {
				back, returned, err2 = f.track(b, a, moved, spots)
			}
			for i, p := range back {
				off := math.Hypot(float64(p.X-spots[i].X), float64(p.Y-spots[i].Y))
				found[i] = found[i] && returned[i] && off < flowReturn && to.Inside(moved[i])
			}
			return errors.Join(err1, err2)
		})
	})
	return moved, found, err
}

func (f Flow) track(a, b gocv.Mat, spots, guesses []Spot) (moved []Spot, found []bool, err error) {
	moved = slices.Clone(guesses)
	err = viewSpots(spots, func(places gocv.Mat) error {
		return viewSpots(moved, func(next gocv.Mat) error {
			status, unlike := gocv.NewMat(), gocv.NewMat()
			defer status.Close()
			defer unlike.Close()
			gocv.CalcOpticalFlowPyrLKWithParams(a, b, places, next, &status, &unlike, image.Pt(flowWindow, flowWindow), flowLevels, f.enough, useGuesses, flowEdge)
			ok, err := status.DataPtrUint8()
			for _, b := range ok {
				found = append(found, b != 0)
			}
			return err
		})
	})
	return moved, found, err
}

func viewSpots(spots []Spot, do func(m gocv.Mat) error) error {
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(&spots[0])), 8*len(spots))
	return viewBytes(len(spots), 1, gocv.MatTypeCV32FC2, bytes, do)
}
