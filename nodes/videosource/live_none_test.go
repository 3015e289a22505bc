package videosource

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes/videosource/rtsptest"
)

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
