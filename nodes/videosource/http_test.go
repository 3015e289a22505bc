package videosource

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// motionJPEG serves pictures of 160x120, a tenth of a second apart, and cuts the
// connection after so many.
func motionJPEG(t testing.TB, cutAfter int) *httptest.Server {
	t.Helper()
	pic := image.NewRGBA(image.Rect(0, 0, 160, 120))
	for i := range pic.Pix {
		pic.Pix[i] = byte(i / 160)
	}
	pic.Set(3, 3, color.White)
	var file bytes.Buffer
	if err := jpeg.Encode(&file, pic, nil); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "multipart/x-mixed-replace; boundary=frame")
		for range cutAfter {
			fmt.Fprintf(w, "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n", file.Len(), file.Bytes())
			w.(http.Flusher).Flush()
			select {
			case <-time.After(40 * time.Millisecond):
			case <-r.Context().Done():
				return
			}
		}
	}))
	t.Cleanup(s.CloseClientConnections)
	t.Cleanup(s.Close)
	return s
}

func TestMotionJPEG(t *testing.T) {
	s := motionJPEG(t, 15)
	w := look(t, config(s.URL+"/video?token=s3cret", quick))
	size, err := w.frames(40, 15*time.Second)
	if err != nil || size != [2]int{160, 120} {
		t.Fatalf("%v, %v; log:\n%s", size, err, w.log.String())
	}
	if got := w.log.states(); !strings.HasPrefix(got, "connecting running retrying running") {
		t.Errorf("states %s; log:\n%s", got, w.log.String())
	}
	if strings.Contains(w.log.String(), "s3cret") {
		t.Errorf("the token is in the log:\n%s", w.log.String())
	}
}

// segments are 4 s of HLS, 25 frames a second.
func segments(t testing.TB) string {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=25", "-t", "4", "-pix_fmt", "yuv420p",
		"-c:v", "libx264", "-g", "12", "-f", "hls", "-hls_time", "0.48", "-hls_list_size", "0", filepath.Join(dir, "v.m3u8")).CombinedOutput()
	if err != nil {
		t.Skipf("this ffmpeg makes no HLS: %s", out)
	}
	return dir
}

// TestHLSEnds: a list of segments that has an end is played to it, at its own pace.
func TestHLSEnds(t *testing.T) {
	s := httptest.NewServer(http.FileServer(http.Dir(segments(t))))
	defer s.Close()
	began := time.Now()
	w := look(t, config(s.URL+"/v.m3u8", quick))
	n := 0
	for ; ; n++ {
		if _, err := w.frames(1, 10*time.Second); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v; log:\n%s", err, w.log.String())
		}
	}
	if d := time.Since(began); n != 100 || d < 3500*time.Millisecond {
		t.Errorf("%d frames in %v, want 100 in 4 s", n, d)
	}
	if got := w.log.states(); got != "connecting running ended" {
		t.Errorf("states %s", got)
	}
}

// TestHLSLive: a list that grows, of which the last segments are there.
func TestHLSLive(t *testing.T) {
	dir := segments(t)
	whole, err := os.ReadFile(filepath.Join(dir, "v.m3u8"))
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(whole), "#EXTINF")
	parts := strings.Split(strings.ReplaceAll(rest, "#EXT-X-ENDLIST\n", ""), "#EXTINF")
	began := time.Now()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, ".m3u8") {
			http.ServeFile(w, r, filepath.Join(dir, filepath.Base(r.URL.Path)))
			return
		}
		n := min(len(parts), 4+int(time.Since(began)/(480*time.Millisecond)))
		head = strings.ReplaceAll(head, "#EXT-X-PLAYLIST-TYPE:VOD\n", "")
		fmt.Fprint(w, head+"#EXTINF"+strings.Join(parts[:n], "#EXTINF"))
	}))
	defer s.Close()
	w := look(t, config(s.URL+"/v.m3u8", quick, func(c *Config) { c.Stall = 3 }))
	if _, err := w.frames(50, 15*time.Second); err != nil {
		t.Fatalf("%v; log:\n%s", err, w.log.String())
	}
	if got := w.log.states(); got != "connecting running" {
		t.Errorf("states %s; log:\n%s", got, w.log.String())
	}
}

// TestFileBehindHTTP: a file is read as files are: all of it, as fast as it can be.
func TestFileBehindHTTP(t *testing.T) {
	path := makeVideo(t, "v.mp4", "avc1", 40)
	s := httptest.NewServer(http.FileServer(http.Dir(filepath.Dir(path))))
	defer s.Close()
	all, _, err := readAll(t, config(s.URL+"/v.mp4"))
	if err != nil || len(all) != 40 {
		t.Fatalf("%d frames and %v, want 40", len(all), err)
	}
	near(t, "last PTS", all[39].PTS, 1950*time.Millisecond)
	n, err := open(context.Background(), testEnv(t), config(s.URL+"/v.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if n.(nodes.Source).Live() {
		t.Error("a file is taken for live")
	}
	_, _, err = readAll(t, config(s.URL+"/gone.mp4"))
	if want := s.URL + "/gone.mp4: there is no such stream (404): is the path right?"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
