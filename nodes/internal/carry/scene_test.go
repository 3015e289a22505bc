package carry

import (
	"math"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
)

func TestMain(m *testing.M) { cvtest.Main(m) }

// pose is where an ellipse with the half axes 40 and 28 lies on a frame.
type pose struct{ x, y, scale, turn float64 }

const frameW, frameH = 320, 240

// picture is a textured ellipse before a textured background, and the true mask.
func picture(t testing.TB, p pose) (*cv.Small, *nodes.Mask) {
	t.Helper()
	pix := make([]byte, 0, 3*frameW*frameH)
	bits := make([]byte, frameW*frameH)
	sin, cos := math.Sincos(p.turn)
	for y := range frameH {
		for x := range frameW {
			dx, dy := float64(x)+0.5-p.x, float64(y)+0.5-p.y
			u, v := (cos*dx+sin*dy)/p.scale, (cos*dy-sin*dx)/p.scale
			if u*u/1600+v*v/784 <= 1 {
				bits[y*frameW+x] = 1
				pix = append(pix, texture(u, v, 1), texture(u, v, 2)/2, 40)
			} else {
				pix = append(pix, 60, texture(float64(x), float64(y), 3)/2+90, texture(float64(x), float64(y), 4))
			}
		}
	}
	f := nodes.NewFrame(frameW, frameH, nodes.BGR8, pix, nil)
	defer f.Release()
	small, err := cv.SmallOf(f, Side)
	if err != nil {
		t.Fatal(err)
	}
	return small, nodes.MaskFromBitmap(0, 0, frameW, frameH, bits)
}

// texture is smooth noise.
func texture(x, y float64, seed uint32) byte {
	const cell = 7
	x, y = x/cell+100, y/cell+100
	i, j := math.Floor(x), math.Floor(y)
	fx, fy := x-i, y-j
	knot := func(i, j float64) float64 {
		h := uint32(i)*374761393 + uint32(j)*668265263 + seed*2246822519
		h = (h ^ h>>13) * 1274126177
		return float64((h ^ h>>16) & 255)
	}
	return byte((1-fy)*((1-fx)*knot(i, j)+fx*knot(i+1, j)) + fy*((1-fx)*knot(i, j+1)+fx*knot(i+1, j+1)))
}

// follow carries the mask of the first pose to the last and gives every picture's.
func follow(t testing.TB, poses []pose, each func(i int, got, want *nodes.Mask, m Motion)) {
	t.Helper()
	last, mask := picture(t, poses[0])
	cut := Cut(last, mask)
	var trail Trail
	trail.Seed(last, mask, 60, &Trail{})
	flow := cv.NewFlow()
	for i, p := range poses {
		now, want := picture(t, p)
		if err := Advance(flow, last, now, &trail); err != nil {
			t.Fatal(err)
		}
		m := cut.Motion(&trail, now)
		each(i, cut.Place(now, m), want, m)
		last = now
	}
}

// path is the poses from one to another in equal steps.
func path(from, to pose, steps int) []pose {
	var poses []pose
	for i := range steps + 1 {
		f := float64(i) / float64(steps)
		mix := func(a, b float64) float64 { return a + f*(b-a) }
		poses = append(poses, pose{mix(from.x, to.x), mix(from.y, to.y), mix(from.scale, to.scale), mix(from.turn, to.turn)})
	}
	return poses
}
