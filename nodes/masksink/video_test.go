package masksink

import (
	"encoding/json"
	"os/exec"
	"strconv"
	"testing"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

func TestVideoFormats(t *testing.T) {
	for _, ext := range av.Endings() {
		for _, size := range [][2]int{{64, 48}, {65, 49}, {17, 16}} {
			t.Run(ext+strconv.Itoa(size[0]), func(t *testing.T) {
				t.Chdir(t.TempDir())
				n := newTestNode(Config{Overlay: "a:b%03d" + ext}) // FFmpeg must see neither a protocol nor a pattern
				for seq := range 12 {
					if err := process(t, n, packet("s", seq, noise(size[0], size[1], seq), &nodes.Instances{})); err != nil {
						t.Fatal(err)
					}
				}
				finish(t, n)
				if got, err := countFrames("./a:b%03d"+ext, size[0]+size[0]%2, size[1]+size[1]%2); got != 12 || err != nil {
					t.Errorf("%d frames, %v", got, err)
				}
			})
		}
	}
}

func TestFFV1IsExactAndOddSizesArePadded(t *testing.T) {
	t.Chdir(t.TempDir())
	n := newTestNode(Config{Overlay: "o.mkv", FPS: 5})
	f := noise(7, 5, 1)
	defer f.Release()
	if _, err := n.Process(t.Context(), packet("s", 0, f, &nodes.Instances{})); err != nil {
		t.Fatal(err)
	}
	finish(t, n)
	capture, err := gocv.VideoCaptureFileWithAPI("o.mkv", gocv.VideoCaptureFFmpeg)
	if err != nil {
		t.Fatal(err)
	}
	defer capture.Close()
	m := gocv.NewMat()
	if !capture.Read(&m) {
		t.Fatal("no frame")
	}
	got, err := cv.Adopt(m)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Release()
	for y := range 6 {
		for x := range 8 {
			from, to := 3*(min(y, 4)*7+min(x, 6)), 3*(y*8+x)
			if [3]byte(got.Pix[to:]) != [3]byte(f.Pix[from:]) {
				t.Fatalf("pixel %d,%d: got %v, want %v", x, y, got.Pix[to:to+3], f.Pix[from:from+3])
			}
		}
	}
}

func TestMP4PlaysInBrowsers(t *testing.T) {
	if _, err := exec.LookPath("ffprobe"); err != nil {
		t.Skip("ffprobe is not installed")
	}
	t.Chdir(t.TempDir())
	n := newTestNode(Config{Overlay: "o.mp4"})
	feed(t, n, "s", 10)
	finish(t, n)
	out, err := exec.Command("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", "o.mp4").Output()
	if err != nil {
		t.Fatal(err)
	}
	type stream struct {
		Codec  string `json:"codec_name"`
		Pixels string `json:"pix_fmt"`
		Rate   string `json:"r_frame_rate"`
		Frames string `json:"nb_read_frames"`
	}
	var got struct{ Streams []stream }
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if want := (stream{"h264", "yuv420p", "25/1", "10"}); len(got.Streams) != 1 || got.Streams[0] != want {
		t.Errorf("got %v, want %v", got.Streams, want)
	}
}

func TestSizeChangeIsScaledAndSaid(t *testing.T) {
	t.Chdir(t.TempDir())
	n := newTestNode(Config{Overlay: "o.avi"})
	for seq, width := range []int{64, 96, 128, 64} {
		if err := process(t, n, packet("s", seq, noise(width, 48, seq), &nodes.Instances{})); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, n)
	if got, err := countFrames("o.avi", 64, 48); got != 4 || err != nil {
		t.Errorf("%d frames, %v", got, err)
	}
	want := "overlay: frames change to 96x48 in the middle of a stream: they are scaled to the 64x48 of the first one"
	if got := n.Report().Warnings; len(got) != 1 || got[0] != want {
		t.Errorf("got %q", got)
	}
}

func TestFramesThatAreMissingAreNoticed(t *testing.T) {
	t.Chdir(t.TempDir())
	n := newTestNode(Config{Overlay: "o.avi"})
	feed(t, n, "s", 3)
	n.sinks[0].out.(*overlay).video.state.Frames++ // as if the writer had lost one
	err := n.Finish(t.Context())
	want := "overlay: o.avi: the file is not complete: 3 of its 4 frames can be read: is the disk full?; what there is lies in o.incomplete.avi"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	wantTree(t, ".", "o.incomplete.avi")
}
