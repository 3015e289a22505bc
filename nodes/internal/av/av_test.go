package av

import (
	"bytes"
	"fmt"
	"math"
	"os/exec"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// picture is a shaded ground with a square that moves.
func picture(width, height, seq int) []byte {
	pix := make([]byte, 0, 3*width*height)
	side := max(2, height/4)
	left, top := seq*5%width, height/3
	for y := range height {
		for x := range width {
			if x >= left && x < left+side && y >= top && y < top+side {
				pix = append(pix, 30, 60, 220)
			} else {
				pix = append(pix, byte(40+160*x/width), byte(40+160*y/height), 90)
			}
		}
	}
	return pix
}

// record encodes frames of 1/25 s, by a new encoder after every restart frames, into
// a log.
func record(t testing.TB, ending string, width, height, frames, restart int) []byte {
	t.Helper()
	var log []byte
	var e *Encoder
	var err error
	for i := range frames {
		if i%restart == 0 {
			if e, err = NewEncoder(ending, width, height); err != nil {
				t.Fatal(err)
			}
			defer e.Close()
		}
		if i == 0 {
			if log, err = AppendHeader(nil, e.Params()); err != nil {
				t.Fatal(err)
			}
		}
		p, err := e.Encode(picture(width, height, i), int64(i)*Ticks/25)
		if err != nil {
			t.Fatal(err)
		}
		if p.Key != (i%restart%100 == 0) && ending != ".avi" && ending != ".mkv" {
			t.Errorf("frame %d: key %v", i, p.Key)
		}
		log = AppendPacket(log, p)
	}
	return log
}

func mux(t testing.TB, path string, log []byte, rate float64) {
	t.Helper()
	p, packets, err := ReadLog(bytes.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Mux(path, p, packets, rate); err != nil {
		t.Fatal(err)
	}
}

// decode is the pictures of a video by FFmpeg's own program, and what it says of it.
func decode(t testing.TB, path string) (pix []byte, about string) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	pix, err := exec.Command("ffmpeg", "-v", "error", "-i", "file:"+path, "-vsync", "passthrough", "-pix_fmt", "bgr24", "-f", "rawvideo", "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("ffprobe", "-v", "error", "-show_entries", "packet=pts_time:stream=codec_name,color_space,color_range,r_frame_rate,pix_fmt", "-of", "csv=p=0", "file:"+path).Output()
	if err != nil {
		t.Fatal(err)
	}
	return pix, string(text)
}

func TestEveryEnding(t *testing.T) {
	const frames = 30
	for _, ending := range Endings() {
		for _, size := range [][2]int{{2, 2}, {18, 16}, {320, 180}, {1280, 720}} {
			t.Run(fmt.Sprintf("%s %dx%d", ending, size[0], size[1]), func(t *testing.T) {
				path := t.TempDir() + "/a:b%03d" + ending
				rate := 0.0
				if ending == ".avi" {
					rate = 25
				}
				mux(t, path, record(t, ending, size[0], size[1], frames, 7), rate)
				pix, about := decode(t, path)
				if n := len(pix) / (3 * size[0] * size[1]); n != frames {
					t.Fatalf("%d frames: %s", n, about)
				}
				if size[0] < 320 {
					return
				}
				for i := range frames {
					was, is := picture(size[0], size[1], i), pix[i*3*size[0]*size[1]:][:3*size[0]*size[1]]
					if d := psnr(was, is); d < 30 || ending == ".mkv" && !math.IsInf(d, 1) {
						t.Errorf("frame %d: %.1f dB", i, d)
					}
				}
				t.Log(strings.Join(strings.Fields(about)[:4], " "), strings.Join(strings.Fields(about)[frames:], " "))
			})
		}
	}
}

func psnr(a, b []byte) float64 {
	sum := 0.0
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	return 10 * math.Log10(255*255*float64(len(a))/sum)
}

func TestKeyFramesOnDemand(t *testing.T) {
	e, err := NewEncoder(".mp4", 64, 48)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for i := range 30 {
		if i == 10 || i == 11 || i == 25 {
			e.Key()
		}
		p, err := e.Encode(picture(64, 48, i), int64(i)*Ticks/25)
		if err != nil {
			t.Fatal(err)
		}
		if want := i == 0 || i == 10 || i == 11 || i == 25; p.Key != want {
			t.Errorf("frame %d: key %v", i, p.Key)
		}
	}
}
