package all_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/supervise"
)

// TestSinkIsKilled: a MaskSink in a process that is killed again and again, at any
// moment and over its end as well, leaves what one leaves that nobody disturbs.
func TestSinkIsKilled(t *testing.T) {
	for name, with := range map[string]string{
		"files of the run": "{overlay: o.mp4, coco: o.json, masks: m, jsonl: o.jsonl}",
		"files of streams": "{overlay: '{stream}/o.mkv', coco: '{stream}.json', masks: '{stream}-m', jsonl: '{stream}.jsonl'}",
		"pictures":         "{overlay: '{stream}/{frame}.jpg', coco: o.json}",
	} {
		t.Run(name, func(t *testing.T) {
			packets := twoStreams(t, 150)
			f, err := all.Registry().Lookup("MaskSink")
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			feed(t, openSink(t, f, with), slices.Values(packets))
			want := contents(t)

			t.Chdir(t.TempDir())
			sink := openSink(t, factoryInPlugin(t), with)
			disturbed, stop := killChildren(t, packets)
			feed(t, sink, disturbed)
			stop()
			report := sink.(nodes.Reporter).Report()
			deaths := report.Counters["plugin_deaths"]
			t.Logf("%d deaths; %v", deaths, report)
			if deaths < 3 {
				t.Errorf("%d deaths: nothing was tried", deaths)
			}
			if n := report.Counters["frames"]; n != int64(len(packets)) {
				t.Errorf("it reports %d frames, want %d", n, len(packets))
			}
			sameContents(t, contents(t), want)
		})
	}
}

// twoStreams are the frames of two scenes and what is on them, one scene after the
// other.
func twoStreams(t *testing.T, frames int) (packets []nodes.Packet) {
	t.Helper()
	for seed := range 2 {
		s, err := scene.Parse(fmt.Sprintf("synthetic:160x120?objects=3&seed=%d", seed+1))
		if err != nil {
			t.Fatal(err)
		}
		for i := range frames {
			f := nodes.NewFrame(s.Width, s.Height, nodes.BGR8, s.Pixels(i), nil)
			t.Cleanup(f.Release)
			p := nodestest.Packet(i, nodestest.Ports{"frame": f, "instances": s.Truth(i)})
			p.Stamp.Stream = "stream" + strconv.Itoa(seed)
			packets = append(packets, p)
		}
	}
	return packets
}

func factoryInPlugin(t *testing.T) nodes.Factory {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p, err := supervise.Start(t.Context(),
		wire.Options{Name: "sink", Path: path, Env: []string{"MASKGRAPH_WIRETEST=1"}, Log: slog.New(slog.DiscardHandler)},
		supervise.Policy{Max: 1000, Window: time.Minute, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	reg, err := p.Registry()
	if err != nil {
		t.Fatal(err)
	}
	f, err := reg.Lookup("MaskSink")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func openSink(t *testing.T, f nodes.Factory, with string) nodes.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(with), &doc); err != nil {
		t.Fatal(err)
	}
	cfg, problems := nodes.Decode(f, "g.yaml", "with", doc.Content[0], nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	env := nodestest.Env(t)
	env.Log = slog.New(slog.DiscardHandler)
	n, err := f.Open(t.Context(), env, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// feed runs the sink to its end. A packet over which it was killed too often is sent
// again: here, nobody but the killer is to blame.
func feed(t *testing.T, n nodes.Node, packets iter.Seq[nodes.Packet]) {
	t.Helper()
	for p := range packets {
		_, err := n.Process(context.Background(), p)
		for errors.As(err, new(*nodes.Drop)) {
			_, err = n.Process(context.Background(), p)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	err := n.(nodes.Finisher).Finish(context.Background())
	for wire.Killed(err) {
		err = n.(nodes.Finisher).Finish(context.Background())
	}
	if err := errors.Join(err, n.Close()); err != nil {
		t.Fatal(err)
	}
}

// killChildren kills the programs that this one has started until it is told to stop:
// at random moments, which get rarer, so that there is an end, and over every
// twentieth packet of those that it hands on, so that no machine is too fast for it.
func killChildren(t *testing.T, packets []nodes.Packet) (disturbed iter.Seq[nodes.Packet], stop func()) {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	done, due := make(chan struct{}), make(chan struct{}, 1)
	var wg sync.WaitGroup
	wg.Go(func() {
		for most := 200 * time.Millisecond; ; most += most / 10 {
			select {
			case <-done:
				return
			case <-due:
			case <-time.After(time.Duration(random.Int64N(int64(most)))):
			}
			for _, pid := range children() {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	})
	disturbed = func(yield func(nodes.Packet) bool) {
		for i, p := range packets {
			if i%20 == 19 {
				select {
				case due <- struct{}{}:
				default:
				}
			}
			if !yield(p) {
				return
			}
		}
	}
	return disturbed, func() {
		close(done)
		wg.Wait()
	}
}

func children() (pids []int) {
	text, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range text {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil && fields[1] == strconv.Itoa(os.Getpid()) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// contents are the files below here: their bytes and, of videos, their pictures.
func contents(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if files[path], err = os.ReadFile(path); filepath.Base(path) == "o.mp4" || filepath.Ext(path) == ".mkv" || strings.HasPrefix(path, "o-") {
			files[path] = pictures(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// pictures are the frames of a video, small.
func pictures(t *testing.T, path string) (pix []byte) {
	t.Helper()
	c, err := gocv.VideoCaptureFileWithAPI(path, gocv.VideoCaptureFFmpeg)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	m := gocv.NewMat()
	defer m.Close()
	for c.Read(&m) {
		pix = append(pix, m.ToBytes()...)
	}
	return pix
}

// sameContents wants the same files. What H.264 leaves of a picture depends a little
// on those before it, and with that on the deaths.
func sameContents(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	if g, w := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(g, w) {
		t.Fatalf("files: got %q, want %q", g, w)
	}
	for path, text := range want {
		switch lossy := filepath.Ext(path) == ".mp4"; {
		case !lossy && !bytes.Equal(got[path], text):
			t.Errorf("%s differs", path)
		case lossy && len(got[path]) != len(text):
			t.Errorf("%s has %d bytes of pictures, want %d", path, len(got[path]), len(text))
		case lossy:
			if d := meanDifference(got[path], text); d > 5 {
				t.Errorf("%s differs by %.2f in the mean", path, d)
			}
		}
	}
}

func meanDifference(a, b []byte) float64 {
	sum := 0
	for i := range a {
		sum += max(int(a[i]), int(b[i])) - min(int(a[i]), int(b[i]))
	}
	return float64(sum) / float64(len(a))
}
