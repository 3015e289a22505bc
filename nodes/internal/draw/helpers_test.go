package draw

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
)

func TestMain(m *testing.M) { cvtest.Main(m) }

const testWidth, testHeight = 64, 48

// ellipse is a mask that fills a box.
func ellipse(x, y, w, h int) *nodes.Mask {
	var b nodes.MaskBuilder
	for i := range w {
		d := 2*(float64(i)+0.5)/float64(w) - 1
		half := math.Sqrt(1-d*d) * float64(h) / 2
		b.Add(nodes.Span{X: x + i, Y1: y + int(float64(h)/2-half), Y2: y + int(float64(h)/2+half)})
	}
	return b.Mask()
}

// noise is a frame that no codec can make small, the same for the same seed.
func noise(width, height, seed int) *nodes.Frame {
	pix := make([]byte, 3*width*height)
	state := uint32(seed)*2654435761 + 1
	for i := range pix {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		pix[i] = byte(state >> 8)
	}
	return nodes.NewFrame(width, height, nodes.BGR8, pix, nil)
}

// two is what the tests find on a frame: a tracked ellipse that moves, and a box.
func two(seq int) *nodes.Instances {
	m := ellipse(5+seq, 10, 20, 16)
	return &nodes.Instances{Width: testWidth, Height: testHeight, Items: []nodes.Instance{
		{Box: m.Box(), Score: 0.75, Label: "person", Mask: m, Track: 3},
		{Box: nodes.Box{X1: -2, Y1: 4, X2: 12, Y2: 60.5}, Score: 0.5, Label: "dog"},
	}}
}

func anyInstance(t *rapid.T) nodes.Instance {
	it := nodes.Instance{
		Box:   nodes.Box{X1: rapid.Float32Range(-99, 99).Draw(t, "x"), X2: rapid.Float32Range(-99, 99).Draw(t, "x2"), Y2: 9},
		Score: rapid.Float32Range(0, 1).Draw(t, "score"),
		Label: rapid.SampledFrom([]string{"", "a", "b", "\"ü\n"}).Draw(t, "label"),
		Track: rapid.IntRange(0, 70000).Draw(t, "track"),
	}
	if rapid.Bool().Draw(t, "mask") {
		w, h := rapid.IntRange(0, 20).Draw(t, "w"), rapid.IntRange(0, 20).Draw(t, "h")
		bits := rapid.SliceOfN(rapid.Byte(), w*h, w*h).Draw(t, "bits")
		for i := range bits {
			bits[i] &= 1
		}
		it.Mask = nodes.MaskFromBitmap(rapid.IntRange(-10, testWidth).Draw(t, "at x"), rapid.IntRange(-10, testHeight).Draw(t, "at y"), w, h, bits)
	}
	return it
}
