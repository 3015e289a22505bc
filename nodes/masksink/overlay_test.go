package masksink

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestFrameRate(t *testing.T) {
	for _, c := range []struct {
		name   string
		all    time.Duration
		frames int
		want   float64
	}{
		{"25 fps", 40 * time.Millisecond, 2, 25},
		{"30 fps in whole milliseconds", 33 * time.Millisecond, 2, 30},
		{"30 fps in whole milliseconds, the longer ones", 34 * time.Millisecond, 2, 30},
		{"60 fps in whole milliseconds", 17 * time.Millisecond, 2, 60},
		{"60 fps in whole milliseconds, many of them", 16667 * time.Millisecond, 1001, 60},
		{"nearly 60 fps, many of them", 16900 * time.Millisecond, 1001, 59.172},
		{"exact times stay as they are", 33_366_667 * time.Nanosecond, 2, 29.9700},
		{"a slow camera", 500 * time.Millisecond, 2, 2},
		{"slower than the slowest", 10 * time.Second, 2, 1},
		{"faster than the fastest", time.Microsecond, 2, 240},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := frameRate(c.all, c.frames); got < c.want-0.001 || got > c.want+0.001 {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestPicturesAreReportedTogether(t *testing.T) {
	for _, c := range []struct {
		name    string
		streams []string
		want    string
	}{
		{"one by its name", []string{"one"}, "out/one-x.png"},
		{"several by their folder", []string{"one", "two"}, "out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			n := newTestNode(Config{Overlay: "out/{stream}-x.png"})
			for _, stream := range c.streams {
				feed(t, n, stream, 1)
			}
			finish(t, n)
			if got := n.Report().Files; !slices.Equal(got, []string{c.want}) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSkippedFramesShowWhatWasSeenLast(t *testing.T) {
	t.Chdir(t.TempDir())
	n := newTestNode(Config{Overlay: "o.mkv"}) // without loss
	for seq, found := range []*nodes.Instances{two(0), {Skipped: true}, {}} {
		if err := process(t, n, packet("s", seq, noise(testWidth, testHeight, 1), found)); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, n)
	seen, skipped, empty := shown(t, "o.mkv", 0), shown(t, "o.mkv", 1), shown(t, "o.mkv", 2)
	if !bytes.Equal(seen, skipped) || bytes.Equal(seen, empty) {
		t.Error("want the same picture while nobody looks, and another one when nothing is there")
	}
}

// shown is the pixels of one frame of a video.
func shown(t *testing.T, path string, frame int) []byte {
	t.Helper()
	capture, err := gocv.VideoCaptureFileWithAPI(path, gocv.VideoCaptureFFmpeg)
	if err != nil {
		t.Fatal(err)
	}
	defer capture.Close()
	m := gocv.NewMat()
	defer m.Close()
	for range frame + 1 {
		if !capture.Read(&m) {
			t.Fatalf("%s has no frame %d", path, frame)
		}
	}
	return m.ToBytes()
}
