package draw

import (
	"bytes"
	"image/jpeg"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestPreview(t *testing.T) {
	grey := func(w, h int) *nodes.Frame {
		return nodes.NewFrame(w, h, nodes.Gray8, bytes.Repeat([]byte{100}, w*h), nil)
	}
	tests := []struct {
		name                string
		frame               *nodes.Frame
		found               *nodes.Instances
		wantWidth, wantHigh int
		wantColour          bool // where the mask is
	}{
		{"nothing to draw", grey(64, 48), nil, 64, 48, false},
		{"nothing found", grey(64, 48), &nodes.Instances{Width: 64, Height: 48}, 64, 48, false},
		{"a mask and a box", grey(64, 48), two(0), 64, 48, true},
		{"odd sizes stay", noise(63, 47, 1), two(0), 63, 47, true},
		{"large ones shrink", grey(2560, 10), nil, 1280, 5, false},
		{"flat ones keep a row", grey(2560, 1), nil, 1280, 1, false},
	}
	p := NewPreview()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer tt.frame.Release()
			before := bytes.Clone(tt.frame.Pix)
			picture, err := p.JPEG(tt.frame, tt.found)
			if err != nil {
				t.Fatal(err)
			}
			got, err := jpeg.Decode(bytes.NewReader(picture))
			if err != nil {
				t.Fatal(err)
			}
			if size := got.Bounds().Size(); size.X != tt.wantWidth || size.Y != tt.wantHigh {
				t.Errorf("size %v, want %dx%d", size, tt.wantWidth, tt.wantHigh)
			}
			if r, _, b, _ := got.At(15, min(18, tt.wantHigh-1)).RGBA(); tt.frame.Format == nodes.Gray8 && (r>>8 > b>>8+8 || b>>8 > r>>8+8) != tt.wantColour {
				t.Errorf("red %d, blue %d in the middle of the mask", r>>8, b>>8)
			}
			if !bytes.Equal(before, tt.frame.Pix) {
				t.Error("the frame was drawn on")
			}
		})
	}
}

func BenchmarkPreview1080p(b *testing.B) {
	f := noise(1920, 1080, 1)
	defer f.Release()
	found := &nodes.Instances{Width: 1920, Height: 1080}
	for i := range 8 {
		m := ellipse(100+200*i, 200, 180, 500)
		found.Items = append(found.Items, nodes.Instance{Box: m.Box(), Mask: m, Label: "person", Score: 0.9, Track: i + 1})
	}
	p := NewPreview()
	for b.Loop() {
		if _, err := p.JPEG(f, found); err != nil {
			b.Fatal(err)
		}
	}
}
