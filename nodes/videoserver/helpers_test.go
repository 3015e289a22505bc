package videoserver

import (
	"bytes"
	"context"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestMain(m *testing.M) { cvtest.Main(m) }

const width, height = 320, 240

// grey is a frame whose shade tells its number.
func grey(seq, width, height int) *nodes.Frame {
	return nodes.NewFrame(width, height, nodes.Gray8, bytes.Repeat([]byte{shade(seq)}, width*height), nil)
}

func shade(seq int) byte { return byte(40 + seq%40*4) }

func opened(t *testing.T, cfg Config) *node {
	t.Helper()
	cfg.Draw = draw.Default()
	if cfg.Viewers == 0 {
		cfg.Viewers = 4
	}
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	n, err := open(t.Context(), nodestest.Env(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n.(*node)
}

func process(t *testing.T, n *node, stream string, seq int, f *nodes.Frame) {
	t.Helper()
	defer f.Release()
	p := nodes.Packet{Stamp: nodes.Stamp{Stream: stream, Seq: uint64(seq), PTS: time.Duration(seq) * 40 * time.Millisecond}}
	p.Put("frame", f)
	p.Put("instances", &nodes.Instances{Width: f.Width, Height: f.Height})
	if _, err := n.Process(context.Background(), p); err != nil {
		t.Error(err)
	}
}

// live gives a node 25 frames a second until the function it returns is called, or
// the test ends.
func live(t *testing.T, n *node) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var working sync.WaitGroup
	working.Go(func() {
		tick := time.NewTicker(40 * time.Millisecond)
		defer tick.Stop()
		for seq := 0; ; seq++ {
			process(t, n, "street", seq, grey(seq, width, height))
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	})
	stop = sync.OnceFunc(func() {
		cancel()
		working.Wait()
	})
	t.Cleanup(stop)
	return stop
}

// ffmpeg reads frames from a URL with FFmpeg's own program and returns their shades.
func ffmpeg(t *testing.T, url string, frames string, options ...string) []byte {
	t.Helper()
	pix, err := tryFFmpeg(t, url, frames, options...)
	if err != nil {
		t.Fatal(err)
	}
	return pix
}

func tryFFmpeg(t *testing.T, url string, frames string, options ...string) ([]byte, error) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	args := append([]string{"-v", "error"}, options...)
	args = append(args, "-i", url, "-frames:v", frames, "-vsync", "passthrough", "-vf", "scale=1:1", "-pix_fmt", "gray", "-f", "rawvideo", "-")
	cmd := exec.CommandContext(ctx, "ffmpeg", args...)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if said.Len() > 0 {
		t.Logf("ffmpeg: %s", said.String())
	}
	return out, err
}

// wantRising wants shades of frames that follow each other.
func wantRising(t *testing.T, got []byte, frames int) {
	t.Helper()
	if len(got) != frames {
		t.Fatalf("%d frames, want %d", len(got), frames)
	}
	wrong := 0
	for i := 1; i < frames; i++ {
		if d := int(got[i]) - int(got[i-1]); (d < 1 || d > 8) && d > -150 {
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%d of the frames do not follow the one before: %v", wrong, got)
	}
}
