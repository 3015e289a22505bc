package videosource

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/videosource/rtsptest"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

// quick are settings that let a test lose a camera in little time.
func quick(c *Config) {
	c.Connect, c.Stall = 2, 0.3
	c.Reconnect = Reconnect{After: 0.05, Max: 0.4}
}

// film is a synthetic scene as a camera's video.
func film(t testing.TB, width, height, frames int) rtsptest.Video {
	t.Helper()
	s, err := scene.Parse(fmt.Sprintf("synthetic:%dx%d", width, height))
	if err != nil {
		t.Fatal(err)
	}
	return rtsptest.Encode(t, width, height, frames, s.Pixels)
}

// record is a log that others may look at meanwhile.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
	word string
	do   func()
}

// on does something whenever a line with the word is written.
func (r *record) on(word string, do func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.word, r.do = word, do
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.do != nil && bytes.Contains(p, []byte(r.word)) {
		r.do()
	}
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// states are those that the log tells, in turn.
func (r *record) states() string {
	var found []string
	for line := range strings.Lines(r.String()) {
		if _, rest, ok := strings.Cut(line, "state="); ok {
			found = append(found, strings.Fields(rest)[0])
		}
	}
	return strings.Join(found, " ")
}

// watch is an open source and what it says.
type watch struct {
	nodes.Node
	t    testing.TB
	log  record
	last nodes.Stamp
	seen int
}

func look(t testing.TB, cfg Config) *watch {
	t.Helper()
	w := &watch{t: t}
	env := testEnv(t)
	env.Log = slog.New(slog.NewTextHandler(&w.log, nil))
	n, err := open(t.Context(), env, cfg)
	if err != nil {
		t.Fatal(err)
	}
	w.Node = n
	t.Cleanup(func() { _ = n.Close() })
	return w
}

// frames reads so many and holds each to what a camera's stamps promise. It gives the
// size of the last one.
func (w *watch) frames(n int, within time.Duration) (size [2]int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	for range n {
		p, err := w.Process(ctx, nodes.Packet{})
		if err != nil {
			return size, err
		}
		f := p.Frame("frame")
		size = [2]int{f.Width, f.Height}
		p.Release()
		switch age := time.Since(p.Stamp.Captured); {
		case age < 0 || age > time.Second:
			w.t.Errorf("%v was captured %v ago", p.Stamp, age)
		case w.seen > 0 && (p.Stamp.Seq != w.last.Seq+1 || p.Stamp.PTS <= w.last.PTS):
			w.t.Errorf("%v follows %v", p.Stamp, w.last)
		}
		w.last = p.Stamp
		w.seen++
	}
	return size, nil
}

func TestCameraFaults(t *testing.T) {
	small := film(t, 160, 120, 25)
	large := slices.Concat(small, film(t, 320, 240, 25))
	for _, tt := range []struct {
		name   string
		first  rtsptest.Behaviour // until the first loss
		change func(*Config)
		frames int
		states string // that the log begins with
		log    string
	}{
		{name: "nothing", first: rtsptest.Behaviour{Video: small}, frames: 20, states: "connecting running"},
		{name: "over UDP", first: rtsptest.Behaviour{Video: small}, change: func(c *Config) { c.Transport = "udp" }, frames: 20, states: "connecting running"},
		{name: "resolution changes", first: rtsptest.Behaviour{Video: large, FPS: 100}, frames: 90, states: "connecting running"},
		{name: "stalls", first: rtsptest.Behaviour{Video: small, StallAfter: 10}, frames: 20, states: "connecting running stalled retrying running", log: "no picture came for 300ms; trying again"},
		{name: "is cut", first: rtsptest.Behaviour{Video: small, CutAfter: 10}, frames: 20, states: "connecting running retrying running", log: "the other side ended the stream; trying again"},
		{name: "is reset in the middle of a frame", first: rtsptest.Behaviour{Video: small, ResetAfter: 10}, frames: 20, states: "connecting running retrying running", log: "the other side ended the stream; trying again"},
		{name: "sends noise for pictures", first: rtsptest.Behaviour{Video: small, NoiseAfter: 10}, frames: 20, states: "connecting running stalled retrying running"},
		{name: "answers with noise", first: rtsptest.Behaviour{Noise: true}, frames: 10, states: "connecting retrying running"},
		{name: "accepts and says nothing", first: rtsptest.Behaviour{Silent: true}, frames: 10, states: "connecting retrying running", log: "no answer in 2s"},
		{name: "has no such stream", first: rtsptest.Behaviour{Status: "404 Not Found"}, frames: 10, states: "connecting retrying running", log: "there is no such stream (404): is the path right?; that will hardly mend itself"},
		{name: "is broken", first: rtsptest.Behaviour{Status: "500 Internal Server Error"}, frames: 10, states: "connecting retrying running", log: "the camera has a fault of its own (5xx); trying again"},
		{name: "wants another password", first: rtsptest.Behaviour{Account: "eve:other"}, frames: 10, states: "connecting retrying running", log: "the user or the password is wrong (401); that will hardly mend itself"},
		{name: "wants the password", first: rtsptest.Behaviour{Video: small, Account: "eve:s3cret"}, frames: 10, states: "connecting running"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cam := rtsptest.Start(t, tt.first)
			cfg := config(cam.URL("eve:s3cret"), quick)
			if tt.change != nil {
				tt.change(&cfg)
			}
			w := look(t, cfg)
			w.log.on("state=retrying", func() { cam.Behave(rtsptest.Behaviour{Video: small}) }) // from the first loss on all is well
			size, err := w.frames(tt.frames, 15*time.Second)
			if err != nil {
				t.Fatalf("%v; log:\n%s", err, w.log.String())
			}
			if tt.name == "resolution changes" && size != [2]int{320, 240} {
				t.Errorf("the last frame is %v", size)
			}
			if got := w.log.states(); !strings.HasPrefix(got, tt.states) {
				t.Errorf("states %s, want %s; log:\n%s", got, tt.states, w.log.String())
			}
			if !strings.Contains(w.log.String(), tt.log) {
				t.Errorf("%q is missing in the log:\n%s", tt.log, w.log.String())
			}
			if strings.Contains(w.log.String(), "s3cret") {
				t.Errorf("the password is in the log:\n%s", w.log.String())
			}
			if n := cam.Attempts(); n > 3 {
				t.Errorf("%d attempts", n)
			}
		})
	}
}

// TestNoCamera: what is not there, or is none, is tried again, and said.
func TestNoCamera(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "video0")
	if err := os.WriteFile(plain, []byte("no device"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, uri, want string }{
		{"a USB camera", "97", "/dev/video97: there is no such camera: is it plugged in?; trying again"},
		{"by its path", "/dev/video97", "/dev/video97: there is no such camera: is it plugged in?; trying again"},
		{"nobody listens", "rtsp://eve:s3cret@127.0.0.1:9/x", "rtsp://…@127.0.0.1:9/x: nobody answers at this address (connection refused); trying again"},
		{"DNS", "rtsp://eve:s3cret@camera.invalid/x", "rtsp://…@camera.invalid/x: there is no host camera.invalid (DNS); trying again"},
		{"an unknown kind", "quux://127.0.0.1/x", "FFmpeg does not know this kind of address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := look(t, config(tt.uri, quick))
			if _, err := w.frames(1, time.Second); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			if !strings.Contains(w.log.String(), tt.want) || strings.Contains(w.log.String(), "s3cret") {
				t.Errorf("%q is missing in the log:\n%s", tt.want, w.log.String())
			}
		})
	}
	if err := isDevice(plain); err == nil || err.Error() != "it is no camera" {
		t.Errorf("a file: %v", err)
	}
}

// TestGivenUp: a camera that may fail so many times only ends the source.
func TestGivenUp(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	w := look(t, config("rtsp://eve:s3cret@"+address+"/x", quick, func(c *Config) { c.Reconnect.Tries = 2 }))
	_, err = w.frames(1, 10*time.Second)
	want := "rtsp://…@" + address + "/x: nobody answers at this address (connection refused); given up after 2 retries"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if got := w.log.states(); got != "connecting retrying retrying ended" {
		t.Errorf("states %s", got)
	}
}

// TestEndsWhileConnecting: a source ends at once, whatever its camera does.
func TestEndsWhileConnecting(t *testing.T) {
	cam := rtsptest.Start(t, rtsptest.Behaviour{Silent: true})
	w := look(t, config(cam.URL("")))
	if _, err := w.frames(1, 300*time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	began := time.Now()
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("it took %v to end", d)
	}
}
