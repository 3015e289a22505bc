package cv

import (
	"errors"
	"image"
	"io"
	"math"
	"sync"
	"testing"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
)

func TestMain(m *testing.M) { cvtest.Main(m) }

// gradient is a BGR frame whose every byte tells its place.
func gradient(w, h int) *nodes.Frame {
	pix := make([]byte, 3*w*h)
	for i := range pix {
		pix[i] = byte(i%3*60 + i/3%w + i/3/w)
	}
	return nodes.NewFrame(w, h, nodes.BGR8, pix, nil)
}

func TestAdoptSharesThePixels(t *testing.T) {
	before := nodes.LiveFrames()
	m := gocv.NewMatWithSizeFromScalar(gocv.NewScalar(1, 2, 3, 0), 4, 5, gocv.MatTypeCV8UC3)
	f, err := Adopt(m)
	if err != nil {
		t.Fatal(err)
	}
	if f.Width != 5 || f.Height != 4 || f.Format != nodes.BGR8 || f.Pix[0] != 1 || f.Pix[2] != 3 {
		t.Errorf("got %dx%d %v %v", f.Width, f.Height, f.Format, f.Pix[:3])
	}
	f.Release()
	if n := nodes.LiveFrames() - before; n != 0 {
		t.Errorf("%d frames live", n)
	}
}

func TestAdoptRefuses(t *testing.T) {
	for name, m := range map[string]gocv.Mat{
		"an empty Mat":   gocv.NewMat(),
		"floats":         gocv.NewMatWithSize(2, 2, gocv.MatTypeCV32FC1),
		"four channels":  gocv.NewMatWithSize(2, 2, gocv.MatTypeCV8UC4),
		"rows with gaps": region(t),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Adopt(m); err == nil {
				t.Error("no error")
			}
		})
	}
}

func region(t *testing.T) gocv.Mat {
	m := gocv.NewMatWithSize(4, 4, gocv.MatTypeCV8UC3)
	t.Cleanup(func() { _ = m.Close() })
	return m.Region(image.Rect(1, 1, 3, 3))
}

func TestViewsOfOneFrameAtOnce(t *testing.T) {
	f := gradient(64, 48)
	defer f.Release()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			small, err := Resize(f, 32, 24)
			if err != nil {
				t.Error(err)
				return
			}
			small.Release()
		})
	}
	wg.Wait()
}

func TestViewReturnsTheError(t *testing.T) {
	f := gradient(8, 8)
	defer f.Release()
	want := errors.New("no")
	if err := View(f, func(gocv.Mat) error { return want }); err != want {
		t.Errorf("got %v", err)
	}
}

func TestPlanes(t *testing.T) {
	mean, std := [3]float32{10, 20, 30}, [3]float32{2, 4, 5}
	for _, tc := range []struct {
		name string
		p    Planes
		w, h int // of a frame that needs no scaling, so that each value is known
	}{
		{"BGR, wide", Planes{Width: 32, Height: 32, Mean: mean, Std: std, Fill: 114}, 32, 20},
		{"RGB, high", Planes{Width: 32, Height: 32, RGB: true, Mean: mean, Std: std, Fill: 0}, 20, 32},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := gradient(tc.w, tc.h)
			defer f.Release()
			dst := make([]float32, 3*32*32)
			for i := range dst {
				dst[i] = float32(math.NaN()) // whatever an earlier frame has left
			}
			if err := tc.p.Write(f, dst); err != nil {
				t.Fatal(err)
			}
			for i, got := range dst {
				c, y, x := i/1024, i/32%32, i%32
				want := tc.p.Fill
				if x < tc.w && y < tc.h {
					channel := c
					if tc.p.RGB {
						channel = 2 - c
					}
					want = (float32(f.Pix[3*(y*tc.w+x)+channel]) - mean[c]) / std[c]
				}
				if d := got - want; !(d < 1e-4 && d > -1e-4) {
					t.Fatalf("plane %d, row %d, column %d: got %g, want %g", c, y, x, got, want)
				}
			}
		})
	}
}

func TestScaled(t *testing.T) {
	for _, tc := range []struct {
		name         string
		round        bool
		w, h         int
		wantW, wantH int
	}{
		{"426x640 rounded, as in sam.md 1.1", true, 426, 640, 682, 1024},
		{"1200x1800 rounded", true, 1200, 1800, 683, 1024},
		{"1200x1800 cut off", false, 1200, 1800, 682, 1024},
		{"grows", true, 10, 5, 1024, 512},
		{"hardly a row", true, 4000, 1, 1024, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, h := Planes{Width: 1024, Height: 1024, Round: tc.round}.Scaled(tc.w, tc.h)
			if w != tc.wantW || h != tc.wantH {
				t.Errorf("got %dx%d, want %dx%d", w, h, tc.wantW, tc.wantH)
			}
		})
	}
}

func TestPlanesOfGray(t *testing.T) {
	f := nodes.NewFrame(8, 8, nodes.Gray8, make([]byte, 64), nil)
	defer f.Release()
	dst := make([]float32, 3*64)
	p := Planes{Width: 8, Height: 8, Mean: [3]float32{1, 1, 1}, Std: [3]float32{1, 1, 1}}
	if err := p.Write(f, dst); err != nil || dst[0] != -1 || dst[191] != -1 {
		t.Errorf("got %v, %v", dst[:2], err)
	}
	if err := p.Write(f, dst[1:]); err == nil || err.Error() != "planes of 8x8 need 192 values, got 191" {
		t.Errorf("got %v", err)
	}
}

func TestCapture(t *testing.T) {
	fill := func(m *gocv.Mat, w, h int, value float64) bool {
		picture := gocv.NewMatWithSizeFromScalar(gocv.NewScalar(value, value, value, 0), h, w, gocv.MatTypeCV8UC3)
		defer picture.Close()
		picture.CopyTo(m)
		return true
	}
	var given []*nodes.Frame
	alloc := func(w, h int, format nodes.PixelFormat) (*nodes.Frame, error) {
		f := nodes.NewFrame(w, h, format, make([]byte, w*h*format.Channels()), nil)
		given = append(given, f)
		return f, nil
	}
	for _, tc := range []struct {
		name  string
		alloc func(int, int, nodes.PixelFormat) (*nodes.Frame, error)
		w, h  int // expected
		given int // frames asked for
	}{
		{"in place", alloc, 6, 4, 1},
		{"another size than expected", alloc, 3, 3, 2},
		{"no size known", alloc, 0, 0, 0},
		{"no memory given", nil, 6, 4, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			given = nil
			f, err := Capture(tc.alloc, tc.w, tc.h, func(m *gocv.Mat) bool { return fill(m, 6, 4, 77) })
			if err != nil {
				t.Fatal(err)
			}
			defer f.Release()
			if f.Width != 6 || f.Height != 4 || f.Pix[0] != 77 || f.Pix[71] != 77 || len(given) != tc.given {
				t.Errorf("got %dx%d, %v, %d frames asked for", f.Width, f.Height, f.Pix[:3], len(given))
			}
			if tc.given > 0 && f != given[len(given)-1] {
				t.Error("the frame is not in the memory that was given")
			}
		})
	}
	before := nodes.LiveFrames()
	if _, err := Capture(alloc, 6, 4, func(*gocv.Mat) bool { return false }); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: got %v", err)
	}
	if n := nodes.LiveFrames() - before; n != 0 {
		t.Errorf("%d frames live", n)
	}
}
