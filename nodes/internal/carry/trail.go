// Package carry moves masks of one frame, the key-frame, to later frames by what the
// picture shows: points inside a mask are followed from frame to frame, the mask is
// put where they went, and its edge is set by the colours on both sides of it. A mask
// is carried from its key-frame in one step, however far: nothing accumulates.
//
// All of it happens on pictures of about Side pixels. It is pure computation, and
// what it keeps can be put into a snapshot.
package carry

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// Side is how many pixels the longer side of the small pictures has at most. Masks are
// best at half the size of 480 rows; at a third their edges are coarse, and at full
// size they are worse after 20 frames, for twice the time.
const Side = 480

// Trail is points that were set on a key-frame, and where they are now.
type Trail struct {
	From, Now []cv.Spot
	Step      []cv.Spot // from the frame before to the present one
	Gone      []bool
	Moved     bool // since they were set
}

// Seed sets about so many points, evenly over a mask in pixels of the frame. They are
// taken to move on like those of the trail before, which may be empty.
func (t *Trail) Seed(s *cv.Small, mask *nodes.Mask, points int, before *Trail) {
	if mask.Empty() {
		return
	}
	sx, sy := s.Scale()
	step := max(1, math.Sqrt(float64(mask.Area())*sx*sy/float64(points))) // in pixels of the small picture
	bits := mask.Bitmap()
	for y := step / 2; y < float64(mask.H)*sy; y += step {
		for x := step / 2; x < float64(mask.W)*sx; x += step {
			if bits[int(y/sy)*mask.W+int(x/sx)] != 0 {
				p := cv.Spot{X: float32(x + float64(mask.X)*sx - 0.5), Y: float32(y + float64(mask.Y)*sy - 0.5)}
				t.From, t.Now, t.Step, t.Gone = append(t.From, p), append(t.Now, p), append(t.Step, before.step(p)), append(t.Gone, false)
			}
		}
	}
}

// Advance moves the points of trails on from one small picture to the next.
func Advance(f cv.Flow, from, to *cv.Small, trails ...*Trail) error {
	var spots, guesses []cv.Spot
	for _, t := range trails {
		for i, p := range t.Now {
			if !t.Gone[i] {
				spots = append(spots, p)
				guesses = append(guesses, cv.Spot{X: p.X + t.Step[i].X, Y: p.Y + t.Step[i].Y})
			}
		}
	}
	moved, found, err := f.Track(from, to, spots, guesses)
	if err != nil {
		return err
	}
	at := 0
	for _, t := range trails {
		for i := range t.Now {
			if !t.Gone[i] {
				t.Step[i] = cv.Spot{X: moved[at].X - t.Now[i].X, Y: moved[at].Y - t.Now[i].Y}
				t.Now[i], t.Gone[i] = moved[at], !found[at]
				at++
			}
		}
		if !t.Moved {
			t.Moved = true
			t.settle()
		}
	}
	return nil
}

// settle forgets points that were not found on the very next frame: they say nothing
// of the thing, but that it cannot be held there.
func (t *Trail) settle() {
	kept := 0
	for i, gone := range t.Gone {
		if !gone {
			t.From[kept], t.Now[kept], t.Step[kept], t.Gone[kept] = t.From[i], t.Now[i], t.Step[i], false
			kept++
		}
	}
	t.From, t.Now, t.Step, t.Gone = t.From[:kept], t.Now[:kept], t.Step[:kept], t.Gone[:kept]
}

// step is that of the closest point, or none.
func (t *Trail) step(p cv.Spot) cv.Spot {
	var step cv.Spot
	closest := float64(stepReach * stepReach)
	for i, q := range t.Now {
		if d := math.Pow(float64(q.X-p.X), 2) + math.Pow(float64(q.Y-p.Y), 2); d < closest && !t.Gone[i] {
			step, closest = t.Step[i], d
		}
	}
	return step
}

// stepReach is how far away a point may be to say how another moves.
const stepReach = 16
