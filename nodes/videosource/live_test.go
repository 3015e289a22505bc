package videosource

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/videosource/rtsptest"
)

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

// TestCameraMoves: a source that goes on in another process counts on, by the same
// clock, and keeps what it has counted.
func TestCameraMoves(t *testing.T) {
	cam := rtsptest.Start(t, rtsptest.Behaviour{Video: film(t, 160, 120, 25)})
	cfg := config(cam.URL(""), quick)
	w := look(t, cfg)
	if _, err := w.frames(5, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	cam.Cut()
	if _, err := w.frames(10, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	state, err := w.Node.(nodes.Snapshotter).Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const away = 300 * time.Millisecond
	time.Sleep(away)
	second := look(t, cfg)
	if err := second.Node.(nodes.Snapshotter).Restore(state); err != nil {
		t.Fatal(err)
	}
	second.last, second.seen = w.last, w.seen
	if _, err := second.frames(1, 10*time.Second); err != nil {
		t.Fatal(err)
	}
	if gap := second.last.PTS - w.last.PTS; gap < away || gap > away+5*time.Second {
		t.Errorf("PTS went on by %v", gap)
	}
	if got := second.Node.(nodes.Reporter).Report().Counters["losses"]; got != 1 {
		t.Errorf("%d losses, want 1", got)
	}
}
