package masksink

import (
	"encoding/binary"
	"os/exec"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestExactMasks: FFmpeg's own program reads every pixel back as it was, also on odd
// sizes and with ids of 16 bits.
func TestExactMasks(t *testing.T) {
	ffmpeg, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed")
	}
	t.Chdir(t.TempDir())
	const width, height, frames = 65, 49, 9
	n := newTestNode(Config{Exact: "e.mkv"})
	want := make([]uint16, width*height*frames)
	for seq := range frames {
		found := &nodes.Instances{Width: width, Height: height, Skipped: seq == 4}
		if !found.Skipped {
			found.Items = []nodes.Instance{
				{Mask: ellipse(2+seq, 3, 30, 40), Score: 0.5, Track: 40000 + seq},
				{Mask: ellipse(20, 10+seq, 30, 20), Score: 0.9, Track: 7},
				{Mask: ellipse(-5, -5, 20, 20), Score: 0.9},
			}
		}
		for i, value := range []uint16{uint16(40000 + seq), 1, 7} {
			if found.Skipped {
				break
			}
			for s := range found.Items[[]int{0, 2, 1}[i]].Mask.Clip(0, 0, width, height).Spans() {
				for y := s.Y1; y < s.Y2; y++ {
					if at := &want[(seq*height+y)*width+s.X]; value == 7 && *at == 1 {
						continue // of equals the first one wins, which is track 7: they do not meet
					} else {
						*at = value
					}
				}
			}
		}
		if err := process(t, n, packet("s", seq, noise(width, height, seq), found)); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, n)
	raw, err := exec.Command(ffmpeg, "-v", "error", "-i", "e.mkv", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray16le", "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if len(raw) != 2*len(want) {
		t.Fatalf("%d bytes, want %d", len(raw), 2*len(want))
	}
	for i, value := range want {
		if got := binary.LittleEndian.Uint16(raw[2*i:]); got != value {
			t.Fatalf("frame %d, pixel %d: got %d, want %d", i/width/height, i%(width*height), got, value)
		}
	}
}

func TestExactMasksWantOneSize(t *testing.T) {
	t.Chdir(t.TempDir())
	n := newTestNode(Config{Exact: "e.mkv"})
	feed(t, n, "s", 2)
	err := process(t, n, packet("s", 2, noise(32, 24, 0), &nodes.Instances{}))
	want := "exact: e.mkv: frames change from 64x48 to 32x24 in the middle of a stream, and masks that are scaled are not exact: use masks, which writes a picture for each frame"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := n.Close(); err != nil {
		t.Error(err)
	}
	wantTree(t, ".", "e.incomplete.mkv")
}
