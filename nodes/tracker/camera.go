package tracker

import (
	"math"
	"math/cmplx"
)

// How two pictures are laid on each other.
const (
	coarsest   = 40   // pixels: width from which on every shift is tried
	widestTurn = 0.5  // of width and height: the longest shift that is tried
	steadiness = 0.1  // how much worse the longest shift may look than it is
	rounds     = 12   // of refinement on each size
	settled    = 0.02 // pixels: a refinement that is too small to go on
	odd        = 12.0 // grey values: differences beyond count less and less
	betterBy   = 0.9  // the difference left over, of what it was: else the camera stands still
	// The same for a turn that also zooms and rolls, of what a mere shift leaves: things
	// that come near and were not found look like a zoom.
	zoomBetterBy = 0.7
	sameScene    = 0.6 // correlation that two pictures of one scene have at least
	mostZoom     = 0.3 // and turn, between two frames
	leastSight   = 0.3 // part of the picture that must be seen on both
)

// turn is how places move when the camera turns, rolls or zooms: z becomes
// Zoom z + Shift, where x and y are one complex number.
type turn struct{ zoom, shift complex128 }

func (t turn) apply(z complex128) complex128 { return t.zoom*z + t.shift }

// after is t after u was undone.
func (t turn) after(u turn) turn {
	zoom := t.zoom / u.zoom
	return turn{zoom, t.shift - zoom*u.shift}
}

// affine is the turn in pixels of the full frame, of which block make one.
func (t turn) affine(block int) Affine {
	k := float64(block)
	centre := complex(k/2, k/2) // of the first pixel
	shift := t.shift*complex(k, 0) + centre - t.zoom*centre
	a, b := real(t.zoom), imag(t.zoom)
	return Affine{a, -b, real(shift), b, a, imag(shift)}
}

// motionBetween says how the camera moved from one picture to the next. ok is
// false when it stood still, and when it cannot be told: after a cut, in the dark,
// behind things that fill the picture.
func motionBetween(from, to *thumbnail) (a Affine, ok bool) {
	if from.W != to.W || from.H != to.H || from.Block != to.Block {
		return a, false
	}
	t, ok := register(from, to)
	if !ok {
		return a, false
	}
	stood, moved := compare(from, to, turn{zoom: 1}), compare(from, to, t)
	if u, ok := polish(from, to, t, true); ok && cmplx.Abs(u.zoom-1) <= mostZoom {
		if zoomed := compare(from, to, u); zoomed.difference < zoomBetterBy*moved.difference {
			t, moved = u, zoomed
		}
	}
	if moved.sight < leastSight || moved.correlation < sameScene || moved.difference >= betterBy*stood.difference {
		return a, false
	}
	return t.affine(from.Block), true
}

// register finds the shift, from coarse to fine.
func register(from, to *thumbnail) (t turn, ok bool) {
	switch {
	case from.W < coarsest || from.H < coarsest/4:
		return t, false
	case from.W < 2*coarsest:
		t = turn{1, bestShift(from, to)}
	default:
		if t, ok = register(from.halved(), to.halved()); !ok {
			return t, false
		}
		t.shift *= 2
	}
	return polish(from, to, t, false)
}

// polish refines a turn until nothing changes. Without zooms it refines the shift alone.
func polish(from, to *thumbnail, t turn, zooms bool) (turn, bool) {
	brighter := 0.0
	for range rounds {
		step, b, ok := refine(from, to, t, brighter, zooms)
		if !ok {
			return t, false
		}
		t, brighter = t.after(step), b
		if cmplx.Abs(step.shift) < settled && cmplx.Abs(step.zoom-1)*float64(from.W) < settled {
			break
		}
	}
	return t, true
}

// bestShift tries every shift of whole pixels.
func bestShift(from, to *thumbnail) complex128 {
	best, most := complex128(0), math.Inf(-1)
	wide, high := int(widestTurn*float64(from.W)), int(widestTurn*float64(from.H))
	for y := -high; y <= high; y++ {
		for x := -wide; x <= wide; x++ {
			far := math.Hypot(float64(x), float64(y)) / float64(wide)
			s := shifted(from, to, x, y)
			if c := s.correlation() - steadiness*far; s.n >= leastSight*float64(from.W*from.H) && c > most {
				best, most = complex(float64(x), float64(y)), c
			}
		}
	}
	return best
}
