package videosource

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes/videosource/rtsptest"
)

// soak skips a test that takes minutes, unless MASKGRAPH_SOAK is set.
func soak(t *testing.T) {
	t.Helper()
	if os.Getenv("MASKGRAPH_SOAK") == "" {
		t.Skip("set MASKGRAPH_SOAK=1 to run tests that take minutes")
	}
}

// TestSoakMinute: with the settings that users have, a camera that is gone for a minute
// gives its first frame 3 s after the first attempt that finds it, at the latest.
func TestSoakMinute(t *testing.T) {
	soak(t)
	for _, transport := range []string{"tcp", "udp"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			cam := rtsptest.Start(t, rtsptest.Behaviour{Video: film(t, 320, 240, 50)})
			w := look(t, config(cam.URL(""), func(c *Config) { c.Transport = transport }))
			if _, err := w.frames(50, 20*time.Second); err != nil {
				t.Fatal(err)
			}
			cam.Kill()
			_, _ = w.frames(1000, time.Minute) // what was on its way
			before := w.last.PTS
			cam.Return()
			returned, attempts := time.Now(), cam.Attempts()
			var found time.Time
			done := make(chan struct{})
			go func() {
				defer close(done)
				for cam.Attempts() == attempts && time.Since(returned) < time.Minute {
					time.Sleep(time.Millisecond)
				}
				found = time.Now()
			}()
			if _, err := w.frames(1, 50*time.Second); err != nil {
				t.Fatalf("%v; log:\n%s", err, w.log.String())
			}
			<-done
			t.Logf("found %v after it came back, first frame %v later", found.Sub(returned), time.Since(found))
			if d := time.Since(found); d > 3*time.Second {
				t.Errorf("the first frame came %v after the camera was found", d)
			}
			if gap := w.last.PTS - before; gap < time.Minute || gap > 2*time.Minute {
				t.Errorf("PTS went on by %v", gap)
			}
			if _, err := w.frames(50, 20*time.Second); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestSoakCuts: a hundred cuts in a row leave nothing behind.
func TestSoakCuts(t *testing.T) {
	soak(t)
	cam := rtsptest.Start(t, rtsptest.Behaviour{Video: film(t, 640, 480, 25), FPS: 100})
	w := look(t, config(cam.URL(""), quick))
	var after10, end [3]int
	const cuts = 110
	for i := range cuts + 1 {
		if _, err := w.frames(10, 20*time.Second); err != nil {
			t.Fatalf("after %d cuts: %v; log:\n%s", i, err, w.log.String())
		}
		if i%50 == 10 {
			end = holds(t)
			t.Logf("after %d cuts: goroutines, descriptors, KiB resident %v", i, end)
		}
		if i == 10 {
			after10 = end
		}
		cam.Cut()
	}
	if end[0] > after10[0]+2 || end[1] > after10[1]+2 || float64(end[2]) > 1.05*float64(after10[2])+2048 {
		t.Errorf("goroutines, descriptors, KiB resident: %v after 10 cuts, %v after 110", after10, end)
	}
}

// holds is what this process has: goroutines, descriptors, KiB of memory.
func holds(t *testing.T) (n [3]int) {
	t.Helper()
	runtime.GC()
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	n[0], n[1] = runtime.NumGoroutine(), len(fds)
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); f[0] == "VmRSS:" {
			n[2], _ = strconv.Atoi(f[1])
		}
	}
	return n
}
