package videoserver

import (
	"sync"
	"testing"
	"time"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestContract(t *testing.T) {
	var in []nodes.Packet
	for seq, f := range nodestest.Frames(t, 64, 48, 4) {
		in = append(in, nodestest.Packet(seq, nodestest.Ports{"frame": f, "instances": &nodes.Instances{}}))
	}
	nodestest.Check(t, Factory, `{http: '127.0.0.1:0/{stream}.mjpg', rtsp: '127.0.0.1:0/street'}`, in...)
}

func TestFFmpegPlays(t *testing.T) {
	n := opened(t, Config{HTTP: "127.0.0.1:0/{stream}.mjpg", RTSP: "127.0.0.1:0/street"})
	live(t, n)
	time.Sleep(50 * time.Millisecond)
	for _, c := range []struct {
		name, url string
		options   []string
	}{
		{"MJPEG", n.shows[0].url(), []string{"-f", "mpjpeg"}},
		{"RTSP over TCP", n.shows[1].url(), []string{"-rtsp_transport", "tcp"}},
		{"RTSP over UDP", n.shows[1].url(), []string{"-rtsp_transport", "udp"}},
	} {
		t.Run(c.name, func(t *testing.T) { wantRising(t, ffmpeg(t, c.url, "40", c.options...), 40) })
	}
}

func TestSeveralPlayAtOnce(t *testing.T) {
	n := opened(t, Config{RTSP: "127.0.0.1:0/street", Viewers: 3})
	stop := live(t, n)
	time.Sleep(50 * time.Millisecond)
	var players sync.WaitGroup
	shades := make([][]byte, 3)
	for i, way := range []string{"tcp", "udp", "tcp"} {
		players.Go(func() { shades[i], _ = tryFFmpeg(t, n.shows[0].url(), "30", "-rtsp_transport", way) })
	}
	players.Wait()
	for _, s := range shades {
		wantRising(t, s, 30)
	}
	stop()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if c := n.Report().Counters; c["viewers"] != 3 {
		t.Errorf("%v: want 3 viewers", c)
	}
}

func TestOpenCVPlays(t *testing.T) {
	n := opened(t, Config{HTTP: "127.0.0.1:0/street.mjpg", RTSP: "127.0.0.1:0/street"})
	live(t, n)
	for _, s := range n.shows {
		t.Run(s.url()[:4], func(t *testing.T) {
			capture, err := gocv.VideoCaptureFileWithAPI(s.url(), gocv.VideoCaptureFFmpeg)
			if err != nil {
				t.Fatal(err)
			}
			defer capture.Close()
			m := gocv.NewMat()
			defer m.Close()
			for range 20 {
				if !capture.Read(&m) || m.Cols() != width || m.Rows() != height {
					t.Fatalf("a picture of %dx%d", m.Cols(), m.Rows())
				}
			}
		})
	}
}

func TestPlayersMayComeBeforeTheFirstFrame(t *testing.T) {
	n := opened(t, Config{RTSP: "127.0.0.1:0/street"})
	got := make(chan []byte)
	go func() {
		pix, _ := tryFFmpeg(t, n.shows[0].url(), "10", "-rtsp_transport", "tcp")
		got <- pix
	}()
	time.Sleep(500 * time.Millisecond)
	live(t, n)
	wantRising(t, <-got, 10)
}

// TestSizeMayChange: players get a key frame with the new parameters.
func TestSizeMayChange(t *testing.T) {
	n := opened(t, Config{RTSP: "127.0.0.1:0/street"})
	process(t, n, "street", 0, grey(0, 320, 240))
	got := make(chan []byte)
	go func() {
		pix, _ := tryFFmpeg(t, n.shows[0].url(), "40", "-rtsp_transport", "tcp")
		got <- pix
	}()
	for seq := 1; ; seq++ {
		w := 320
		if seq > 60 {
			w = 480
		}
		process(t, n, "street", seq, grey(seq, w, 240))
		select {
		case pix := <-got:
			wantRising(t, pix, 40)
			return
		case <-time.After(40 * time.Millisecond):
		}
	}
}

func TestNothingIsDrawnWhileNobodyWatches(t *testing.T) {
	n := opened(t, Config{HTTP: "127.0.0.1:0/street.mjpg", RTSP: "127.0.0.1:0/street"})
	for seq := range 50 {
		process(t, n, "street", seq, grey(seq, width, height))
	}
	if c := n.Report().Counters; c["frames"] != 50 || c["frames_drawn"] != 1 {
		t.Errorf("got %v, want only the first one drawn, for its size", c)
	}
}
