package main

import (
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

const width, height = 64, 48

// TestContract runs the node here and in a process of its own.
func TestContract(t *testing.T) {
	var in []nodes.Packet
	for i, f := range nodestest.Frames(t, width, height, 4) {
		masks := disc(20+4*i, 20, 9)
		if i == 2 {
			masks = nil
		}
		in = append(in, nodestest.Packet(i, nodestest.Ports{"frame": f, "instances": instances(masks...)}))
	}
	wiretest.Check(t, Factory, "{radius: 6}", in...)
}

func TestBlur(t *testing.T) {
	tests := []struct {
		name     string
		format   nodes.PixelFormat
		settings string
		radius   int
		masks    []*nodes.Mask
	}{
		{"nothing", nodes.BGR8, "", 24, nil},
		{"a disc", nodes.BGR8, "{radius: 9}", 9, disc(30, 24, 12)},
		{"the least", nodes.BGR8, "{radius: 3}", 3, disc(30, 24, 12)},
		{"more than the picture", nodes.BGR8, "{radius: 300}", 300, disc(30, 24, 12)},
		{"in a corner", nodes.BGR8, "", 24, disc(0, 47, 12)},
		{"gray", nodes.Gray8, "{radius: 10}", 10, disc(30, 24, 12)},
		{"masks that overlap", nodes.BGR8, "{radius: 9}", 9, append(disc(30, 24, 12), disc(36, 24, 12)...)},
		{"an empty mask", nodes.BGR8, "{radius: 9}", 9, append(disc(30, 24, 12), &nodes.Mask{})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			frame := noise(t, tt.format)
			out := process(t, tt.settings, frame, instances(tt.masks...))
			want := slices.Clone(frame.Pix)
			soft := slowBlur(frame, tt.radius/passes)
			for _, m := range tt.masks {
				for s := range m.Spans() {
					for at := s.Y1*width + s.X; at < s.Y2*width; at += width {
						c := tt.format.Channels()
						copy(want[at*c:(at+1)*c], soft[at*c:])
					}
				}
			}
			if !slices.Equal(out.Pix, want) {
				t.Error("the picture is another")
			}
			if passed := out == frame; passed != (tt.masks == nil) {
				t.Errorf("the very frame was passed on: %v", passed)
			}
		})
	}
	if n := nodes.LiveFrames(); n != 0 {
		t.Errorf("%d frames are live", n)
	}
}

// slowBlur blurs a whole picture, one sum for each pixel.
func slowBlur(f *nodes.Frame, radius int) []byte {
	c, pix := f.Format.Channels(), f.Pix
	for pass := range 2 * passes {
		out := make([]byte, len(pix))
		for i := range pix {
			x, y, sum, n := i/c%width, i/c/width, 0, 0
			for d := -radius; d <= radius; d++ {
				u, v := x+d, y
				if pass%2 == 1 {
					u, v = x, y+d
				}
				if u >= 0 && u < width && v >= 0 && v < height {
					sum += int(pix[(v*width+u)*c+i%c])
					n++
				}
			}
			out[i] = byte((sum + n/2) / n)
		}
		pix = out
	}
	return pix
}

func TestWrong(t *testing.T) {
	t.Run("sizes", func(t *testing.T) {
		var in nodes.Packet
		in.Put("frame", noise(t, nodes.BGR8))
		in.Put("instances", &nodes.Instances{Width: 32, Height: 48})
		_, err := (&node{}).Process(t.Context(), in)
		const want = "blur: the masks are of a picture of 32x48, the frame has 64x48: feed both inputs from one source"
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
	for settings, want := range map[string]string{
		"{radius: 2}":   "g.yaml:1:10: with.radius: must be in [3, 300], got 2",
		"{radius: 301}": "g.yaml:1:10: with.radius: must be in [3, 300], got 301",
	} {
		t.Run(settings, func(t *testing.T) {
			_, problems := decode(settings)
			if len(problems) != 1 || problems[0].Error() != want {
				t.Errorf("got %v, want %s", problems, want)
			}
		})
	}
}
