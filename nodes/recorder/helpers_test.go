package recorder

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/av"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(victim); path != "" {
		recordForEver(path)
		return
	}
	cvtest.Main(m)
}

func opened(t testing.TB, cfg Config) *node {
	t.Helper()
	if cfg.Length == 0 {
		cfg.Length = 1
	}
	cfg.Draw = draw.Default()
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	n, err := open(t.Context(), nodestest.Env(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	return n.(*node)
}

// noon is when the tests' cameras begin.
var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// noise is a frame that no codec can make small.
func noise(width, height, seed int) *nodes.Frame {
	pix := make([]byte, width*height)
	state := uint32(seed)*2654435761 + 1
	for i := range pix {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		pix[i] = byte(state >> 8)
	}
	return nodes.NewFrame(width, height, nodes.Gray8, pix, nil)
}

func grey(width, height int) *nodes.Frame {
	return nodes.NewFrame(width, height, nodes.Gray8, bytes.Repeat([]byte{90}, width*height), nil)
}

// record gives a node a frame of a camera.
func record(t testing.TB, n *node, f *nodes.Frame, pts time.Duration) {
	t.Helper()
	defer f.Release()
	p := nodes.Packet{Stamp: nodes.Stamp{Stream: "street 1", PTS: pts, Captured: noon.Add(pts)}}
	p.Put("frame", f)
	if _, err := n.Process(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

func finish(t testing.TB, n *node) {
	t.Helper()
	if err := n.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
}

// visible are the files of a folder that are not hidden, sorted.
func visible(t testing.TB, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names
}

func wantFiles(t testing.TB, folder string, want ...string) {
	t.Helper()
	if got := visible(t, folder); !slices.Equal(got, want) {
		t.Errorf("files: got %q, want %q", got, want)
	}
}

// stamps are the times of a video's frames.
func stamps(t testing.TB, path string) (all []time.Duration) {
	t.Helper()
	r, err := av.OpenReader(path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	defer r.Close()
	for p, err := range r.Packets {
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, time.Duration(p.PTS)*time.Second/av.Ticks)
	}
	return all
}

// frames are those of all videos of a folder.
func frames(t testing.TB, folder string) (sum int) {
	t.Helper()
	for _, name := range visible(t, folder) {
		sum += len(stamps(t, filepath.Join(folder, name)))
	}
	return sum
}

// settled waits until everything that is over is a file.
func settled(t testing.TB, n *node) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		logs, _ := filepath.Glob(filepath.Join(n.recording.shelf.hidden, "*"+packetsEnding))
		if len(logs) == 0 || len(logs) == 1 && n.recording.segment != nil {
			time.Sleep(20 * time.Millisecond) // the limits of keep
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%q are no files yet", logs)
		}
	}
}
