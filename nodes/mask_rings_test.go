package nodes_test

import (
	"encoding/binary"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestMaskFromRings compares with counting the lines above the middle of each
// pixel, for rings that cross themselves and each other and leave the picture.
func TestMaskFromRings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quarter := rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(-16, 80).Draw(t, "quarters")) / 4 })
		vertex := rapid.Custom(func(t *rapid.T) nodes.Vertex { return nodes.Vertex{X: quarter.Draw(t, "x"), Y: quarter.Draw(t, "y")} })
		rings := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) nodes.Ring {
			return rapid.SliceOfN(vertex, 0, 7).Draw(t, "ring")
		}), 0, 3).Draw(t, "rings")
		width, height := rapid.IntRange(1, 20).Draw(t, "width"), rapid.IntRange(1, 20).Draw(t, "height")
		around := func(x, y int) (lines, turns int) {
			px, py := float64(x)+0.5, float64(y)+0.5
			for _, l := range linesOf(rings...) {
				turn := 1
				if l.b.X < l.a.X {
					l, turn = line{l.b, l.a}, -1
				}
				if l.a.X <= px && px < l.b.X && l.a.Y+(px-l.a.X)/(l.b.X-l.a.X)*(l.b.Y-l.a.Y) <= py {
					lines, turns = lines+1, turns+turn
				}
			}
			return lines, turns
		}
		framed := func(x, y int) bool { return x >= 0 && y >= 0 && x < width && y < height }
		for rule, inside := range map[nodes.FillRule]func(x, y int) bool{
			nodes.EvenOdd: func(x, y int) bool { lines, _ := around(x, y); return framed(x, y) && lines%2 == 1 },
			nodes.NonZero: func(x, y int) bool { _, turns := around(x, y); return framed(x, y) && turns != 0 },
		} {
			m, err := nodes.MaskFromRings(width, height, rings, rule)
			if err != nil {
				t.Fatal(err)
			}
			wantMask(t, m, inside)
		}
	})
}

func TestMaskFromRingsMistakes(t *testing.T) {
	tests := []struct {
		name          string
		width, height int
		ring          nodes.Ring
		want          string
	}{
		{"no picture", 0, 5, nil, "polygon on a picture of 0x5 pixels: no such picture"},
		{"negative", 5, -5, nil, "polygon on a picture of 5x-5 pixels: no such picture"},
		{"too wide", 1<<16 + 1, 1, nil, "polygon on a picture of 65537x1 pixels: no such picture"},
		{"no number", 5, 5, nodes.Ring{{}, {X: math.NaN()}}, "polygon ring 0: vertex 1 lies at (NaN, 0)"},
		{"infinite", 5, 5, nodes.Ring{{Y: math.Inf(-1)}}, "polygon ring 0: vertex 0 lies at (0, -Inf)"},
		{"far away", 5, 5, nodes.Ring{{X: 3e9, Y: 1}}, "polygon ring 0: vertex 0 lies at (3e+09, 1)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := nodes.MaskFromRings(tt.width, tt.height, []nodes.Ring{tt.ring}, nodes.EvenOdd)
			if m != nil || err == nil || err.Error() != tt.want {
				t.Errorf("got %v, %v, want %s", m, err, tt.want)
			}
		})
	}
}

func FuzzMaskFromRings(f *testing.F) {
	add := func(width, height int, values ...float64) {
		var data []byte
		for _, v := range values {
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
		}
		f.Add(width, height, data)
	}
	add(4, 4, 0, 0, 4, 0, 4, 4, 0, 4)
	add(9, 5, 1e9, -1e9, -1e9, 1e-300, 7, 3)
	add(3, 3, math.NaN(), 1, math.MaxFloat64, 2)
	f.Fuzz(func(t *testing.T, width, height int, data []byte) {
		var ring nodes.Ring
		for ; len(data) >= 16; data = data[16:] {
			value := func(at int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(data[at:])) }
			ring = append(ring, nodes.Vertex{X: value(0), Y: value(8)})
		}
		m, err := nodes.MaskFromRings(width, height, []nodes.Ring{ring}, nodes.EvenOdd)
		if err != nil {
			return
		}
		if !m.Empty() && (m.X < 0 || m.Y < 0 || m.X+m.W > width || m.Y+m.H > height) {
			t.Fatalf("a mask of %dx%d: %+v", width, height, m)
		}
		if width*height > 1<<12 { // tracing takes time for each pixel of a ragged mask
			return
		}
		rings := nodes.Polygon{}
		for _, p := range m.Polygons(0) {
			rings = append(rings, p...)
		}
		again, err := nodes.MaskFromRings(width, height, []nodes.Ring{rings.Bridged()}, nodes.EvenOdd)
		if err != nil || !reflect.DeepEqual(again, m) {
			t.Fatalf("%+v becomes %+v, %v", m, again, err)
		}
	})
}
