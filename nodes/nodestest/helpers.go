package nodestest

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
)

// Env is an environment for one node: it logs to the test, finds this user's
// models, and shares nothing with other nodes.
func Env(t testing.TB) nodes.Env {
	t.Helper()
	store, err := models.DefaultStore()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug}))
	return nodes.Env{Name: "node", Log: log.With("node", "node"), Models: store, Shared: &nodes.Shared{}}
}

// Frames draws n BGR pictures: a bright square that moves over a shaded ground,
// a sixteenth of the width with each frame. They are released when the test ends.
func Frames(t testing.TB, width, height, n int) []*nodes.Frame {
	t.Helper()
	frames := make([]*nodes.Frame, n)
	side := max(1, min(width, height)/4)
	for i := range frames {
		left, top := (width/8+i*max(1, width/16))%width, height/3
		pix := make([]byte, 0, 3*width*height)
		for y := range height {
			for x := range width {
				if x >= left && x < left+side && y >= top && y < top+side {
					pix = append(pix, 40, byte(200+x%16), 250)
				} else {
					pix = append(pix, byte(90*x/width), byte(90*y/height), 60)
				}
			}
		}
		frames[i] = nodes.NewFrame(width, height, nodes.BGR8, pix, nil)
		t.Cleanup(frames[i].Release)
	}
	return frames
}

// Ports is what lies on the ports of a packet.
type Ports map[string]nodes.Payload

// Packet is the packet of frame number seq of the stream "test", at 25 frames a
// second. It has no references of its own: do not release it.
func Packet(seq int, ports Ports) nodes.Packet {
	p := nodes.Packet{Stamp: nodes.Stamp{Stream: "test", Seq: uint64(seq), PTS: time.Duration(seq) * time.Second / 25}}
	for name, v := range ports {
		p.Put(name, v)
	}
	return p
}

// Shared is the way to a file or folder of the shared test data, such as
// data/images. The data is the folder that MASKGRAPH_SHARED names, or one called
// shared beside the repository. Without it the test is skipped.
func Shared(t testing.TB, path string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	places := []string{os.Getenv("MASKGRAPH_SHARED")}
	for places[0] == "" && dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
		places = append(places, filepath.Join(dir, "shared"))
	}
	for _, place := range places {
		full := filepath.Join(place, filepath.FromSlash(path))
		if _, err := os.Stat(full); place != "" && err == nil {
			return full
		}
	}
	t.Skipf("no %s: set MASKGRAPH_SHARED to the folder of the shared test data", path)
	return ""
}

// Model is a model of models.yaml whose files are on this machine. Without them
// the test fails with the command that gets them; it is skipped where
// MASKGRAPH_NO_MODELS is 1, and for a model that no package registry has, which
// not every machine can reach.
func Model(t testing.TB, name string) models.Model {
	t.Helper()
	m, err := models.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	store, err := models.DefaultStore()
	if err != nil {
		t.Fatal(err)
	}
	switch err := store.Verify(m); {
	case err == nil:
	case os.Getenv("MASKGRAPH_NO_MODELS") == "1":
		t.Skipf("%v (skipped: MASKGRAPH_NO_MODELS=1)", err)
	case !packaged(m):
		t.Skipf("%v (skipped: it comes from a place that not every machine can reach)", err)
	default:
		t.Fatalf("%v (or set MASKGRAPH_NO_MODELS=1 to skip)", err)
	}
	return m
}

// packaged says that a package registry has every file of the model.
func packaged(m models.Model) bool {
	for _, f := range m.Files {
		if !slices.ContainsFunc(f.Sources, func(s string) bool { return strings.HasPrefix(s, "npm:") }) {
			return false
		}
	}
	return true
}
