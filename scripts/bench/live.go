package main

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"time"
)

// liveTurn is what became of a stream that gives more frames than anybody can work off.
type liveTurn struct {
	Rival  string  `json:"rival"`
	FPS    float64 `json:"fps"`    // finished
	Read   int     `json:"read"`   // frames that came
	Worked int     `json:"worked"` // that were finished; the others were dropped
	P50    float64 `json:"p50"`    // seconds from the arrival of a frame to its masks
	P99    float64 `json:"p99"`
}

// liveRate is the stream's frames a second.
const liveRate = 30

// live gives every rival that can read one a stream of the demo's clip over HTTP.
func (b *bench) live(ctx context.Context) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		say("skipped: live overload: there is no ffmpeg")
		return
	}
	seconds := 12.0
	if b.quick {
		seconds = 8
	}
	for _, r := range b.rivals {
		if r.Missing != "" || r.live == nil {
			continue
		}
		t, err := b.liveTurn(ctx, r, seconds)
		if err != nil {
			say("live overload: %s: %v", r.Name, err)
			continue
		}
		t.Rival = r.Name
		say("live     %-34s %5.2f frames/s, p50 %.2f s, p99 %.2f s", r.Name, t.FPS, t.P50, t.P99)
		b.results.Live = append(b.results.Live, t)
	}
}

func (b *bench) liveTurn(ctx context.Context, r rival, seconds float64) (t liveTurn, err error) {
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	defer cancel()
	url, err := freeURL()
	if err != nil {
		return t, err
	}
	// times are scaled: the clip has ten frames a second
	camera := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-re", "-stream_loop", "-1",
		"-itsscale", fmt.Sprint(10.0/liveRate), "-i", clip, "-c", "copy", "-f", "mpegts", "-listen", "1", url)
	if err := camera.Start(); err != nil {
		return t, err
	}
	defer func() {
		_ = camera.Process.Kill()
		_ = camera.Wait()
	}()
	time.Sleep(500 * time.Millisecond) // until it listens
	w := b.work[0]
	w.Source = url
	return r.live(ctx, w, seconds)
}

// freeURL is an address on this machine that nobody listens on.
func freeURL() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return fmt.Sprintf("http://%s/live.ts", l.Addr()), nil
}

// liveLoop is a foreign loop on a stream.
func (b *bench) liveLoop(loop func(form string, w workload, out string) (string, []string)) func(context.Context, workload, float64) (liveTurn, error) {
	return func(ctx context.Context, w workload, seconds float64) (t liveTurn, err error) {
		name, args := loop("best", w, filepath.Join(b.dir, "live.json"))
		said, _, err := start(ctx, name, append(args, "--live", fmt.Sprint(seconds))...)
		if err != nil {
			return t, err
		}
		var got struct {
			Frames, Read int
			P50, P99     float64
		}
		err = answer(said, &got)
		return liveTurn{FPS: float64(got.Frames) / seconds, Read: got.Read, Worked: got.Frames, P50: got.P50, P99: got.P99}, err
	}
}
