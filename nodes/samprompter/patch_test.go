package samprompter

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
)

// noise is a grey frame of soft noise, moved by so many pixels.
func noise(t *testing.T, width, height, dx, dy int) *nodes.Frame {
	t.Helper()
	const side = 16
	r := rand.New(rand.NewPCG(1, 2))
	var at [128][128]float64
	for i := range at {
		for j := range at[i] {
			at[i][j] = 255 * r.Float64()
		}
	}
	pix := make([]byte, width*height)
	for y := range height {
		for x := range width {
			u, v := x-dx+4*side, y-dy+4*side
			i, j, p, q := v/side, u/side, float64(v%side)/side, float64(u%side)/side
			pix[y*width+x] = byte((at[i][j]*(1-q)+at[i][j+1]*q)*(1-p) + (at[i+1][j]*(1-q)+at[i+1][j+1]*q)*p)
		}
	}
	f := nodes.NewFrame(width, height, nodes.Gray8, pix, nil)
	t.Cleanup(f.Release)
	return f
}

func block(x, y, w, h int) *nodes.Mask {
	return &nodes.Mask{X: x, Y: y, W: w, H: h, Runs: []uint32{0, uint32(w * h)}}
}

func TestWhereAThingHasGone(t *testing.T) {
	const width, height = 640, 360
	mask := block(200, 100, 120, 80)
	look := patchOf(thumbOf(noise(t, width, height, 0, 0), lookWidth), mask)
	for _, tc := range []struct {
		name             string
		dx, dy           int
		guessX, guessY   float64
		reach            int
		found, looksLike bool
	}{
		{"nowhere", 0, 0, 0, 0, 6, true, true},
		{"a little", 3, -2, 0, 0, 6, true, true},
		{"as far as it looks", 12, -12, 0, 0, 6, true, true},
		{"further", 60, 0, 0, 0, 6, false, false},
		{"further, as expected", 60, 20, 56, 24, 6, true, true},
		{"out of the frame by half", -260, 0, -260, 0, 6, true, true},
		{"out of the frame", -400, 0, -400, 0, 6, true, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			x, y, unlike := look.find(thumbOf(noise(t, width, height, tc.dx, tc.dy), lookWidth), tc.guessX, tc.guessY, tc.reach)
			off := math.Hypot(x-float64(tc.dx), y-float64(tc.dy))
			if (off < 2) != tc.found || (unlike <= stillLooks) != tc.looksLike {
				t.Errorf("found at (%.1f, %.1f) with %.1f of difference", x, y, unlike)
			}
		})
	}
}

func TestNoPatchOfNothing(t *testing.T) {
	now := thumbOf(noise(t, 64, 64, 0, 0), lookWidth)
	look := patchOf(now, &nodes.Mask{})
	if _, _, unlike := look.find(now, 0, 0, 2); len(look) != 0 || unlike <= stillLooks {
		t.Errorf("%d spots, %.1f of difference", len(look), unlike)
	}
}

func TestLargePatchesAreThinned(t *testing.T) {
	look := patchOf(thumbOf(noise(t, 640, 640, 0, 0), lookWidth), block(0, 0, 640, 640))
	if len(look) > mostSpots || len(look) < mostSpots/2 || look[len(look)-1].X < lookWidth*9/10 {
		t.Errorf("%d spots, the last at %d", len(look), look[len(look)-1].X)
	}
}

// TestMaskOnTheGrid compares with what each cell's middle says.
func TestMaskOnTheGrid(t *testing.T) {
	entry, err := models.Lookup("mobile-sam")
	if err != nil {
		t.Fatal(err)
	}
	const width, height = 854, 480
	mask := block(313, 88, 342, 194).Union(block(20, 400, 30, 80))
	logits := logitsOf(mask, entry.Input, width, height)
	const scale = 1024.0 / width / 4 // cells a pixel
	for y := range sam.Grid {
		for x := range sam.Grid {
			px, py := int((float64(x)+0.5)/scale), int((float64(y)+0.5)/scale)
			want := float32(-certain)
			if mask.Intersection(block(px, py, 1, 1)) == 1 {
				want = certain
			}
			// A scaled height is rounded, which moves the middle of a few cells over an edge.
			if near := mask.Intersection(block(px-1, py-1, 3, 3)); logits[y*sam.Grid+x] != want && (near == 0 || near == 9) {
				t.Fatalf("cell (%d, %d): got %g, want %g", x, y, logits[y*sam.Grid+x], want)
			}
		}
	}
}
