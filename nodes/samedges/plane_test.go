package samedges

import (
	"math"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func planeOf(width, height int, value func(x, y int) float64) *plane {
	p := newPlane(width, height)
	for y := range height {
		for x := range width {
			p.values[y*width+x] = float32(value(x, y))
		}
	}
	return p
}

func TestBlur(t *testing.T) {
	p := planeOf(41, 31, func(x, y int) float64 {
		if x == 20 && y == 15 {
			return 1
		}
		return 0
	}).blur(2)
	sum := 0.0
	for y := range 31 {
		for x := range 41 {
			got, d2 := float64(p.at(x, y)), float64((x-20)*(x-20)+(y-15)*(y-15))
			sum += got
			if want := math.Exp(-d2/8) / (8 * math.Pi); math.Abs(got-want) > 2e-4 {
				t.Fatalf("%d, %d: got %g, want %g", x, y, got, want)
			}
		}
	}
	if math.Abs(sum-1) > 1e-4 {
		t.Errorf("a blurred 1 makes %g", sum)
	}
	flat := planeOf(9, 3, func(int, int) float64 { return 0.7 }).blur(3)
	if v := flat.at(0, 0); math.Abs(float64(v)-0.7) > 1e-6 {
		t.Errorf("a flat plane of 0.7 becomes %g at its corner", v)
	}
}

// TestThin: of a blurred line only its middle stays, at any slant.
func TestThin(t *testing.T) {
	for _, tc := range []struct {
		name     string
		distance func(x, y float64) float64 // from the line
		most     float64                    // of what stays
	}{
		{"upright", func(x, _ float64) float64 { return x - 20 }, 0.1},
		{"between two columns", func(x, _ float64) float64 { return x - 20.5 }, 0.6},
		{"level", func(_, y float64) float64 { return y - 15.2 }, 0.3},
		{"diagonal", func(x, y float64) float64 { return (x - y - 3) / math.Sqrt2 }, 0.5},
		{"slanting", func(x, y float64) float64 { return x*math.Sin(0.3) - y*math.Cos(0.3) + 8 }, 0.75},
		{"a circle", func(x, y float64) float64 { return math.Hypot(x-20, y-15) - 9 }, 0.75},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := planeOf(41, 31, func(x, y int) float64 {
				d := tc.distance(float64(x), float64(y))
				return math.Exp(-d * d / 8)
			}).thin()
			kept := 0
			for y := 2; y < 29; y++ {
				for x := 2; x < 39; x++ {
					d := math.Abs(tc.distance(float64(x), float64(y)))
					if v := p.at(x, y); v > 0.01 {
						kept++
						if d > tc.most {
							t.Errorf("%d, %d stays, %g from the line", x, y, d)
						}
					} else if d < 0.2 {
						t.Errorf("%d, %d is gone, %g from the line", x, y, d)
					}
				}
			}
			if kept < 27 {
				t.Errorf("%d pixels are left of the line", kept)
			}
		})
	}
}

func TestWriteGray(t *testing.T) {
	pix := make([]byte, 4)
	p := &plane{2, 2, []float32{0, 0.1, 0.2, 0.4}}
	p.writeGray(pix)
	if got, want := [4]byte(pix), [4]byte{0, 64, 128, 255}; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	newPlane(2, 2).writeGray(pix)
	if got := [4]byte(pix); got != [4]byte{} {
		t.Errorf("of nothing: got %v", got)
	}
}

func TestDrawKeepsTheStrongest(t *testing.T) {
	p := newPlane(4, 3)
	column := &nodes.Mask{X: 1, Y: 0, W: 1, H: 3, Runs: []uint32{0, 3}}
	row := &nodes.Mask{X: 0, Y: 1, W: 3, H: 1, Runs: []uint32{0, 3}}
	outline{outside: column, slope: []float32{1, 2, 3}}.draw(p)
	outline{outside: row, slope: []float32{4, 1, 5}}.draw(p)
	want := [12]float32{0, 1, 0, 0, 4, 2, 5, 0, 0, 3, 0, 0}
	if got := [12]float32(p.values); got != want {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}
