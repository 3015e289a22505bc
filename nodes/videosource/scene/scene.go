// Package scene draws moving shapes whose true masks are known: videos for tests,
// without a file.
package scene

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// Scheme starts the URI of a scene.
const Scheme = "synthetic:"

// Scene is a textured background with shapes that move in straight lines, bounce
// off the edges and hide each other. The same settings give the same pixels.
type Scene struct {
	Width, Height int // of a frame, in pixels
	Frames        int
	Objects       int
	FPS           float64
	Seed          uint64
	Live          bool // as a camera: in real time, without an end if Frames is 0

	shapes []shape
}

// Parse reads synthetic:WIDTHxHEIGHT?frames=60&objects=3&fps=30&seed=1&live=1.
// Everything behind the colon may be left out.
func Parse(uri string) (*Scene, error) {
	rest, ok := strings.CutPrefix(uri, Scheme)
	if !ok {
		return nil, fmt.Errorf("%s: a scene starts with %s", uri, Scheme)
	}
	size, query, _ := strings.Cut(rest, "?")
	s := &Scene{Width: 640, Height: 480, Frames: 60, Objects: 3, FPS: 30, Seed: 1}
	if size != "" {
		w, h, ok := strings.Cut(size, "x")
		var errW, errH error
		s.Width, errW = strconv.Atoi(w)
		s.Height, errH = strconv.Atoi(h)
		if !ok || errW != nil || errH != nil {
			return nil, fmt.Errorf("%s: want a size like 640x480, got %q", uri, size)
		}
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", uri, err)
	}
	for key, v := range values {
		if err := s.set(key, v[len(v)-1]); err != nil {
			return nil, fmt.Errorf("%s: %w", uri, err)
		}
	}
	if s.Width < 16 || s.Height < 16 || s.Width > 8192 || s.Height > 8192 {
		return nil, fmt.Errorf("%s: a scene is 16x16 to 8192x8192 pixels, got %dx%d", uri, s.Width, s.Height)
	}
	s.place()
	return s, nil
}

func (s *Scene) set(key, value string) error {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || n < 0 || n > 1e9 {
		return fmt.Errorf("%s: want a number of at least 0, got %q", key, value)
	}
	switch key {
	case "frames":
		s.Frames = int(n)
	case "objects":
		s.Objects = min(int(n), 250)
	case "fps":
		if n == 0 {
			return fmt.Errorf("fps: must be above 0")
		}
		s.FPS = n
	case "seed":
		s.Seed = uint64(n)
	case "live":
		s.Live = n != 0
	default:
		return fmt.Errorf("unknown setting %q (have frames, objects, fps, seed, live)", key)
	}
	return nil
}

// shape is one object: where it starts, how it moves, in pixels and pixels a frame.
type shape struct {
	kind         int // 0 disc, 1 rectangle, 2 triangle
	x, y, vx, vy float64
	size         float64 // half its extent
	colour       [3]byte // BGR
}

var kinds = []string{"disc", "rectangle", "triangle"}

func (s *Scene) place() {
	rng := rand.New(rand.NewPCG(s.Seed, 7))
	side := float64(min(s.Width, s.Height))
	for i := range s.Objects {
		angle := rng.Float64() * 2 * math.Pi
		speed := side * (0.2 + 0.3*rng.Float64()) / 30
		colour := [3]byte{byte(40 + rng.IntN(60)), byte(40 + rng.IntN(60)), byte(40 + rng.IntN(60))}
		colour[i%3] = 235
		s.shapes = append(s.shapes, shape{
			kind: i % 3,
			x:    rng.Float64() * float64(s.Width), y: rng.Float64() * float64(s.Height),
			vx: math.Cos(angle) * speed, vy: math.Sin(angle) * speed,
			size: side * (0.06 + 0.06*rng.Float64()), colour: colour,
		})
	}
}

// at is where the centre is on a frame: within the edges, bouncing.
func (o shape) at(frame int, width, height float64) (x, y float64) {
	return bounce(o.x+o.vx*float64(frame), width), bounce(o.y+o.vy*float64(frame), height)
}

func bounce(v, limit float64) float64 {
	v = math.Mod(math.Abs(v), 2*limit)
	if v > limit {
		v = 2*limit - v
	}
	return v
}

// covers says whether the centre of a pixel at (dx, dy) from the shape's centre is inside.
func (o shape) covers(dx, dy float64) bool {
	switch o.kind {
	case 0:
		return dx*dx+dy*dy < o.size*o.size
	case 1:
		return math.Abs(dx) < o.size && math.Abs(dy) < 0.7*o.size
	}
	return dy < o.size && dy > -o.size && math.Abs(dx) < (dy+o.size)/2
}

// owners is, for each pixel of a frame, the number of the object seen there, from
// 1; 0 is background. Later objects hide earlier ones.
func (s *Scene) owners(frame int) []byte {
	own := make([]byte, s.Width*s.Height)
	for i, o := range s.shapes {
		cx, cy := o.at(frame, float64(s.Width), float64(s.Height))
		for y := max(0, int(cy-o.size)-1); y < min(s.Height, int(cy+o.size)+2); y++ {
			for x := max(0, int(cx-o.size)-1); x < min(s.Width, int(cx+o.size)+2); x++ {
				if o.covers(float64(x)+0.5-cx, float64(y)+0.5-cy) {
					own[y*s.Width+x] = byte(i + 1)
				}
			}
		}
	}
	return own
}

// Pixels is a frame as BGR bytes, rows from the top.
func (s *Scene) Pixels(frame int) []byte {
	pix := make([]byte, 3*s.Width*s.Height)
	for i, owner := range s.owners(frame) {
		x, y := i%s.Width, i/s.Width
		if owner > 0 {
			copy(pix[3*i:], s.shapes[owner-1].colour[:])
			continue
		}
		grain := byte((x*7+y*13+(x*y)%11)%16 + 150)
		pix[3*i], pix[3*i+1], pix[3*i+2] = grain, grain-byte(8*y/s.Height), grain-byte(12*x/s.Width)
	}
	return pix
}

// Truth is what is seen on a frame: the visible mask of every object, with the
// object's number as track, from 1, and its box. Hidden objects are left out.
func (s *Scene) Truth(frame int) *nodes.Instances {
	own := s.owners(frame)
	truth := &nodes.Instances{Width: s.Width, Height: s.Height}
	bits := make([]byte, len(own))
	for i, o := range s.shapes {
		for p, owner := range own {
			bits[p] = 0
			if int(owner) == i+1 {
				bits[p] = 1
			}
		}
		mask := nodes.MaskFromBitmap(0, 0, s.Width, s.Height, bits)
		if mask.Empty() {
			continue
		}
		truth.Items = append(truth.Items, nodes.Instance{
			Box: mask.Box(), Score: 1, Class: o.kind, Label: kinds[o.kind], Mask: mask, Track: i + 1,
		})
	}
	return truth
}
