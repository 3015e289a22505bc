package nodestest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestFramesMove(t *testing.T) {
	before := nodes.LiveFrames()
	t.Run("inside", func(t *testing.T) {
		frames := Frames(t, 32, 24, 3)
		if len(frames) != 3 || nodes.LiveFrames() != before+3 {
			t.Fatalf("%d frames, %d live", len(frames), nodes.LiveFrames()-before)
		}
		for i, f := range frames {
			if f.Width != 32 || f.Height != 24 || f.Format != nodes.BGR8 {
				t.Errorf("frame %d is %dx%d %v", i, f.Width, f.Height, f.Format)
			}
			if i > 0 && string(f.Pix) == string(frames[i-1].Pix) {
				t.Errorf("frame %d is frame %d", i, i-1)
			}
		}
	})
	if nodes.LiveFrames() != before {
		t.Error("the frames outlive the test")
	}
}

func TestPacketHelper(t *testing.T) {
	found := &nodes.Instances{}
	p := Packet(50, Ports{"boxes": found})
	want := nodes.Stamp{Stream: "test", Seq: 50, PTS: 2 * time.Second}
	if p.Stamp != want || p.Instances("boxes") != found {
		t.Errorf("got %+v", p)
	}
}

func TestSharedPath(t *testing.T) {
	root := t.TempDir()
	inside := filepath.Join(root, "main", "nodes", "x")
	data := filepath.Join(root, "shared", "data", "images")
	for _, dir := range []string{inside, data} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(inside)
	t.Setenv("MASKGRAPH_SHARED", "")
	if got := Shared(t, "data/images"); got != data {
		t.Errorf("beside the repository: got %s, want %s", got, data)
	}
	t.Chdir(t.TempDir())
	t.Setenv("MASKGRAPH_SHARED", filepath.Join(root, "shared"))
	if got := Shared(t, "data/images"); got != data {
		t.Errorf("by the variable: got %s, want %s", got, data)
	}
	r := record(t, func(tb testing.TB) { Shared(tb, "data/none") })
	if want := "no data/none: set MASKGRAPH_SHARED to the folder of the shared test data"; r.skipped != want {
		t.Errorf("skipped with %q, want %q", r.skipped, want)
	}
}

func TestModelThatIsNotThere(t *testing.T) {
	t.Setenv("MASKGRAPH_CACHE", t.TempDir())
	t.Setenv("MASKGRAPH_MODELS", "")
	t.Setenv("MASKGRAPH_NO_MODELS", "")
	r := record(t, func(tb testing.TB) { Model(tb, "mobile-sam") })
	if len(r.errors) != 1 || !strings.Contains(r.errors[0], "maskgraph models pull mobile-sam") {
		t.Errorf("got %q", r.errors)
	}
	r = record(t, func(tb testing.TB) { Model(tb, "yolox-nano") })
	if len(r.errors) != 0 || !strings.Contains(r.skipped, "maskgraph models pull yolox-nano (skipped: ") {
		t.Errorf("got %q, skipped with %q", r.errors, r.skipped)
	}
	t.Setenv("MASKGRAPH_NO_MODELS", "1")
	r = record(t, func(tb testing.TB) { Model(tb, "mobile-sam") })
	if len(r.errors) != 0 || !strings.Contains(r.skipped, "MASKGRAPH_NO_MODELS") {
		t.Errorf("got %q, skipped with %q", r.errors, r.skipped)
	}
	wantErrors(t, record(t, func(tb testing.TB) { Model(tb, "mobil-sam") }), "")
}
