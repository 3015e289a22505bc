package av

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

// TestStreamOfAFile wants of a Stream what FFmpeg's own program gives.
func TestStreamOfAFile(t *testing.T) {
	for _, tt := range []struct {
		ending        string
		width, height int
	}{{".mp4", 320, 240}, {".mp4", 1280, 720}, {".mkv", 322, 242}, {".avi", 320, 240}} {
		t.Run(tt.ending, func(t *testing.T) {
			path := t.TempDir() + "/v" + tt.ending
			mux(t, path, record(t, tt.ending, tt.width, tt.height, 20, 10), 25)
			s := NewStream()
			defer s.Close()
			info, err := s.Open(path, StreamOptions{LowDelay: true})
			if err != nil {
				t.Fatal(err)
			}
			if d := info.Duration.Seconds(); d < 0.79 || d > 0.81 {
				t.Errorf("it lasts %v s, want 0.8", d)
			}
			n := 0
			for ; ; n++ {
				p, err := s.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				pix := make([]byte, 3*p.Width*p.Height)
				if err := s.Copy(p, pix); err != nil {
					t.Fatal(err)
				}
				if d := difference(pix, picture(tt.width, tt.height, n)); d > 3 {
					t.Errorf("picture %d differs from what was encoded by %.1f on average", n, d)
				}
			}
			if n != 20 {
				t.Errorf("%d pictures, want 20", n)
			}
		})
	}
}

func difference(a, b []byte) float64 {
	if len(a) != len(b) {
		return 255
	}
	sum := 0
	for i := range a {
		sum += max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return float64(sum) / float64(len(a))
}

func TestStreamRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, address string
		options       StreamOptions
		want          string
	}{
		{"nothing there", "/nowhere/v.mp4", StreamOptions{}, "no such file or directory"},
		{"nobody answers", "rtsp://127.0.0.1:9/x", StreamOptions{}, "connection refused"},
		{"an unknown protocol", "quux://127.0.0.1:9/x", StreamOptions{}, "an unknown protocol"},
		{"an unknown format", "x", StreamOptions{Format: "quux"}, "an unknown format"},
		{"no camera", "/dev/video97", StreamOptions{Format: "video4linux2"}, "no such file or directory"},
		{"no device", "/dev/null", StreamOptions{Format: "video4linux2"}, "inappropriate ioctl for device"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := NewStream()
			defer s.Close()
			if _, err := s.Open(tt.address, tt.options); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestStopBeforeOpen(t *testing.T) {
	s := NewStream()
	defer s.Close()
	s.Stop()
	if _, err := s.Open("rtsp://127.0.0.1:9/x", StreamOptions{}); !errors.Is(err, Stopped) {
		t.Errorf("got %v, want %v", err, Stopped)
	}
	if err := s.Copy(Picture{Width: 2, Height: 2}, bytes.Repeat([]byte{0}, 11)); err == nil {
		t.Error("a picture fits into too little memory")
	}
}
