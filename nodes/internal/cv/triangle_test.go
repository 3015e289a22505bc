package cv

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestTriangleIsPillows compares with what Pillow made of the same pixels
// (testdata/pillow.json says how).
func TestTriangleIsPillows(t *testing.T) {
	data, err := os.ReadFile("testdata/pillow.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Cases []struct {
			Name                    string
			Channels, Width, Height int
			ToWidth                 int `json:"to_width"`
			ToHeight                int `json:"to_height"`
			Want                    []byte
			SHA256                  string
		}
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	for _, tc := range golden.Cases {
		t.Run(tc.Name, func(t *testing.T) {
			format := nodes.BGR8
			if tc.Channels == 1 {
				format = nodes.Gray8
			}
			f := nodes.NewFrame(tc.Width, tc.Height, format, generated(tc.Width*tc.Height*tc.Channels), nil)
			defer f.Release()
			got := triangle(f, tc.ToWidth, tc.ToHeight)
			defer got.Release()
			if got.Width != tc.ToWidth || got.Height != tc.ToHeight {
				t.Fatalf("got %dx%d", got.Width, got.Height)
			}
			if sum := sha256.Sum256(got.Pix); tc.SHA256 != "" && hex.EncodeToString(sum[:]) != tc.SHA256 {
				t.Error("other pixels than Pillow's")
			}
			if tc.Want != nil && !slices.Equal(got.Pix, tc.Want) {
				t.Errorf("got  %v\nwant %v", got.Pix, tc.Want)
			}
		})
	}
}

// generated is pixels without order.
func generated(n int) []byte {
	pix := make([]byte, n)
	x := uint32(1)
	for i := range pix {
		x = (x*1103515245 + 12345) & 0x7fffffff
		pix[i] = byte(x >> 16)
	}
	return pix
}

func TestPlanesExact(t *testing.T) {
	f := nodes.NewFrame(64, 48, nodes.BGR8, generated(3*64*48), nil)
	defer f.Release()
	want := triangle(f, 16, 12)
	defer want.Release()
	p := Planes{Width: 16, Height: 16, Exact: true, Std: [3]float32{1, 1, 1}, Fill: -7}
	dst := make([]float32, 3*16*16)
	if err := p.Write(f, dst); err != nil {
		t.Fatal(err)
	}
	for i, got := range dst {
		c, y, x := i/256, i/16%16, i%16
		w := float32(-7)
		if y < 12 {
			w = float32(want.Pix[3*(y*16+x)+c])
		}
		if got != w {
			t.Fatalf("plane %d, row %d, column %d: got %g, want %g", c, y, x, got, w)
		}
	}
}

func TestPlanesStretched(t *testing.T) {
	f := gradient(16, 8)
	defer f.Release()
	p := Planes{Width: 8, Height: 8, Stretch: true, Smooth: true, Std: [3]float32{1, 1, 1}, Fill: -7}
	if w, h := p.Scaled(16, 8); w != 8 || h != 8 {
		t.Errorf("scaled to %dx%d", w, h)
	}
	dst := make([]float32, 3*64)
	if err := p.Write(f, dst); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(dst, -7) {
		t.Error("something was filled")
	}
	if first, last := dst[0], dst[63]; first > 1 || last < 21 || last > 22 {
		t.Errorf("corners are %g and %g, want the means of 0 and 1 and of 21 and 22", first, last)
	}
}

func TestPlanesPacked(t *testing.T) {
	f := gradient(8, 4)
	defer f.Release()
	p := Planes{Width: 8, Height: 8, Packed: true, RGB: true, Mean: [3]float32{1, 2, 3}, Std: [3]float32{2, 4, 8}, Fill: -7}
	shape := p.Shape(8, 4)
	if !slices.Equal(shape, []int64{4, 8, 3}) {
		t.Fatalf("shape %v", shape)
	}
	dst := make([]float32, 4*8*3)
	if err := p.Write(f, dst); err != nil {
		t.Fatal(err)
	}
	for i, got := range dst {
		want := (float32(f.Pix[i/3*3+2-i%3]) - p.Mean[i%3]) / p.Std[i%3]
		if got != want {
			t.Fatalf("value %d: got %g, want %g", i, got, want)
		}
	}
}

func BenchmarkPlanesExact1080p(b *testing.B) {
	f := gradient(1920, 1080)
	defer f.Release()
	dst := make([]float32, 3<<20)
	p := Planes{Width: 1024, Height: 1024, Round: true, Exact: true, RGB: true, Std: [3]float32{1, 1, 1}}
	for b.Loop() {
		if err := p.Write(f, dst); err != nil {
			b.Fatal(err)
		}
	}
}
