package videosource

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// gstreamer starts an RTSP server that is not ours and gives its port. The test is
// skipped where GStreamer's server is not installed.
func gstreamer(t *testing.T) (port string, cmd *exec.Cmd) {
	t.Helper()
	cmd = exec.Command("/usr/bin/python3", "testdata/gst_server.py")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Skipf("no /usr/bin/python3: %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	port, _ = bufio.NewReader(out).ReadString('\n')
	if port == "" {
		t.Skip("GStreamer's RTSP server is not installed (gir1.2-gst-rtsp-server-1.0, python3-gi, gstreamer1.0-plugins-base, -good, -bad, -ugly)")
	}
	return strings.TrimSpace(port), cmd
}

func TestGStreamer(t *testing.T) {
	for _, transport := range []string{"tcp", "udp"} {
		t.Run(transport, func(t *testing.T) {
			port, server := gstreamer(t)
			w := look(t, config("rtsp://127.0.0.1:"+port+"/stream", quick, func(c *Config) { c.Transport, c.Connect, c.Stall = transport, 10, 1 }))
			size, err := w.frames(50, 30*time.Second)
			if err != nil || size != [2]int{160, 120} {
				t.Fatalf("%v, %v; log:\n%s", size, err, w.log.String())
			}
			if err := server.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_, _ = w.frames(50, 3*time.Second) // what was on its way
			if got := w.log.states(); !strings.HasPrefix(got, "connecting running ") || !strings.HasSuffix(got, "retrying") {
				t.Errorf("states %s; log:\n%s", got, w.log.String())
			}
		})
	}
}
