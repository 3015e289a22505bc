package nodes_test

import (
	"bytes"
	"sync"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestFrameReferences(t *testing.T) {
	before, freed := nodes.LiveFrames(), 0
	f := nodes.NewFrame(2, 1, nodes.BGR8, make([]byte, 6), func() { freed++ })
	if f.Retain() != f {
		t.Error("Retain gave another frame")
	}
	f.Release()
	if freed != 0 || nodes.LiveFrames() != before+1 || f.Pix == nil {
		t.Error("freed while somebody holds it")
	}
	f.Release()
	if freed != 1 || nodes.LiveFrames() != before || f.Pix != nil {
		t.Errorf("freed %d times, %d live frames more", freed, nodes.LiveFrames()-before)
	}
	wantPanic(t, "nodes: a frame was released once too often", f.Release)
	dead := nodes.NewFrame(1, 1, nodes.Gray8, []byte{0}, nil)
	dead.Release()
	wantPanic(t, "nodes: Retain of a released frame", func() { dead.Retain() })
	if freed != 1 || nodes.LiveFrames() != before {
		t.Error("a panic changed the counts")
	}
}

func TestFrameFreeComesBeforeItStopsCounting(t *testing.T) {
	before := nodes.LiveFrames()
	var live int64
	nodes.NewFrame(1, 1, nodes.Gray8, []byte{0}, func() { live = nodes.LiveFrames() }).Release()
	if live != before+1 {
		t.Errorf("%d live frames during free, want %d", live, before+1)
	}
}

func TestFrameReferencesFromManyGoroutines(t *testing.T) {
	before := nodes.LiveFrames()
	f := nodes.NewFrame(1, 1, nodes.Gray8, []byte{0}, nil)
	var wg sync.WaitGroup
	for range 50 {
		g := f.Retain()
		wg.Go(func() {
			_ = g.Retain().Pix[0]
			g.Release()
			g.Release()
		})
	}
	f.Release()
	wg.Wait()
	if got := nodes.LiveFrames(); got != before {
		t.Errorf("%d live frames, want %d", got, before)
	}
}

func TestFrameClone(t *testing.T) {
	f := nodes.NewFrame(1, 2, nodes.BGR8, []byte{1, 2, 3, 4, 5, 6}, nil)
	c := f.Clone()
	f.Pix[0] = 99
	f.Release()
	if c.Width != 1 || c.Height != 2 || c.Format != nodes.BGR8 || !bytes.Equal(c.Pix, []byte{1, 2, 3, 4, 5, 6}) {
		t.Errorf("clone is %dx%d %v %v", c.Width, c.Height, c.Format, c.Pix)
	}
	c.Release()
}

func TestNewFrameMistakes(t *testing.T) {
	before := nodes.LiveFrames()
	tests := []struct {
		name          string
		width, height int
		format        nodes.PixelFormat
		bytes         int
		want          string
	}{
		{"too short", 2, 2, nodes.BGR8, 11, "nodes: a frame of 2x2 needs 12 bytes, got 11"},
		{"too long", 2, 2, nodes.Gray8, 5, "nodes: a frame of 2x2 needs 4 bytes, got 5"},
		{"no width", 0, 2, nodes.Gray8, 0, "nodes: a frame of 0x2 needs 0 bytes, got 0"},
		{"negative", -1, -1, nodes.Gray8, 1, "nodes: a frame of -1x-1 needs 1 bytes, got 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantPanic(t, tt.want, func() { nodes.NewFrame(tt.width, tt.height, tt.format, make([]byte, tt.bytes), nil) })
		})
	}
	if got := nodes.LiveFrames(); got != before {
		t.Errorf("%d live frames, want %d", got, before)
	}
}
