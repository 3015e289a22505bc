package detector

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// scene draws a noisy grey ground with bright rectangles on it. It is released
// with the test.
func scene(t *testing.T, width, height int, format nodes.PixelFormat, noise *rand.Rand, things ...nodes.Box) *nodes.Frame {
	t.Helper()
	pix := make([]byte, width*height*format.Channels())
	for i := range pix {
		x, y := float32(i/format.Channels()%width), float32(i/format.Channels()/width)
		pix[i] = byte(90 + noise.IntN(6))
		for _, b := range things {
			if x >= b.X1 && x < b.X2 && y >= b.Y1 && y < b.Y2 {
				pix[i] = byte(220 + noise.IntN(6))
			}
		}
	}
	f := nodes.NewFrame(width, height, format, pix, nil)
	t.Cleanup(f.Release)
	return f
}

func walker(i int) nodes.Box {
	x := float32(20 + 12*i)
	return nodes.Box{X1: x, Y1: 60, X2: x + 36, Y2: 150}
}

func wantBoxes(t *testing.T, seq int, got []nodes.Instance, want ...nodes.Box) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("frame %d: %d boxes, want %d: %v", seq, len(got), len(want), got)
	}
	for _, w := range want {
		best := float32(0)
		for _, it := range got {
			best = max(best, it.Box.IoU(w))
		}
		if best < 0.8 {
			t.Errorf("frame %d: nothing like %v (IoU %.2f) in %v", seq, w, best, got)
		}
	}
}

func TestMotion(t *testing.T) {
	for _, tt := range []struct {
		name, settings string
		format         nodes.PixelFormat
	}{
		{"mog2", "{method: motion}", nodes.BGR8},
		{"knn", "{method: motion, motion: {subtractor: knn}}", nodes.BGR8},
		{"grey", "{method: motion}", nodes.Gray8},
		{"every other frame", "{method: motion, every: 2}", nodes.BGR8},
		{"smaller", "{method: motion, motion: {width: 160}}", nodes.BGR8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			noise := rand.New(rand.NewPCG(1, 2))
			n := opened(t, tt.settings)
			for i := range 20 {
				var things []nodes.Box
				if i >= 8 {
					things = []nodes.Box{walker(i)}
				}
				found := look(t, n, i, scene(t, 320, 240, tt.format, noise, things...))
				if !found.Skipped {
					wantBoxes(t, i, found.Items, things...)
				}
			}
		})
	}
}

// TestMotionStreams starts anew with another stream and with another size.
func TestMotionStreams(t *testing.T) {
	noise := rand.New(rand.NewPCG(1, 2))
	n := opened(t, "{method: motion}")
	for i, part := range []struct {
		stream string
		width  int
	}{{"a", 320}, {"b", 320}, {"b", 280}} {
		for j := range 12 {
			things := []nodes.Box{walker(3 * i)}[:min(1, j/8)]
			p := nodestest.Packet(j, nodestest.Ports{"frame": scene(t, part.width, 240, nodes.BGR8, noise, things...)})
			p.Stamp.Stream = part.stream
			out, err := n.Process(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			wantBoxes(t, j, out.Instances("boxes").Items, things...)
		}
	}
}

func TestMerge(t *testing.T) {
	part := func(x1, y1, x2, y2 float32) piece {
		b := nodes.Box{X1: x1, Y1: y1, X2: x2, Y2: y2}
		return piece{b, b.Area() / 2}
	}
	head, legs, neighbour := part(2, 0, 8, 10), part(0, 14, 10, 40), part(12, 0, 22, 40)
	for _, tt := range []struct {
		name     string
		gaps     gaps
		in, want []piece
	}{
		{"head and legs", gaps{above: 5}, []piece{head, legs}, []piece{{nodes.Box{X2: 10, Y2: 40}, 30 + 130}}},
		{"too far apart", gaps{above: 3}, []piece{head, legs}, []piece{head, legs}},
		{"side by side", gaps{above: 5}, []piece{head, neighbour}, []piece{head, neighbour}},
		{"near in any direction", gaps{around: 4}, []piece{head, neighbour}, []piece{{nodes.Box{X1: 2, X2: 22, Y2: 40}, 30 + 200}}},
		{"one leads to the next", gaps{above: 5}, []piece{part(0, 60, 10, 70), head, part(0, 41, 10, 58), legs}, []piece{{nodes.Box{X2: 10, Y2: 70}, 50 + 30 + 85 + 130}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, merge(tt.in, tt.gaps), cmp.AllowUnexported(piece{})); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}
