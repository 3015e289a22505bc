package masksink

import (
	"slices"
	"testing"
	"time"
)

func TestFrameRate(t *testing.T) {
	for _, c := range []struct {
		name     string
		interval time.Duration
		want     float64
	}{
		{"25 fps", 40 * time.Millisecond, 25},
		{"30 fps in whole milliseconds", 33 * time.Millisecond, 30},
		{"30 fps in whole milliseconds, the longer ones", 34 * time.Millisecond, 30},
		{"60 fps in whole milliseconds", 17 * time.Millisecond, 60},
		{"exact times stay as they are", 33_366_667 * time.Nanosecond, 29.9700},
		{"a slow camera", 500 * time.Millisecond, 2},
		{"slower than the slowest", 10 * time.Second, 1},
		{"faster than the fastest", time.Microsecond, 240},
		{"pictures without times", 0, 25},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := frameRate(c.interval); got < c.want-0.001 || got > c.want+0.001 {
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
