// Package graphs_test runs every graph file of this folder, on little input.
package graphs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

func TestMain(m *testing.M) {
	wiretest.Main(all.Registry())
	if err := os.Chdir(".."); err != nil { // paths in graph files start at the root
		panic(err)
	}
	_ = os.Setenv("OPENCV_LOG_LEVEL", "SILENT")
	goleak.VerifyTestMain(m)
}

// run says how a graph is run here: on what, and what it must have written.
type run struct {
	models []string
	sets   []string
	wrote  []string // below OUT, the test's folder
	frames int64
}

var runs = map[string]run{
	"demo.yaml": {
		models: []string{"mobile-sam"},
		sets:   []string{"video.with.max_frames=4", "save.with.overlay=OUT/demo.mp4", "save.with.coco=OUT/demo.json"},
		wrote:  []string{"demo.mp4", "demo.json"}, frames: 4,
	},
	"people.yaml": {
		models: []string{"mobile-sam", "yolox-nano"},
		sets: []string{
			"video.with.max_frames=3", "save.with.overlay=OUT/p.mp4", "save.with.coco=OUT/p.json",
			"save.with.jsonl=OUT/p.jsonl",
		},
		wrote: []string{"p.mp4", "p.json", "p.jsonl"}, frames: 3,
	},
	"label-folder.yaml": {
		models: []string{"mobile-sam", "yolox-nano"},
		sets: []string{
			"videos.with.max_frames=3", "save.with.coco=OUT/{stream}.json", "save.with.masks=OUT/{stream}",
			"save.with.overlay=OUT/{stream}.mp4", "save.with.cvat_video=OUT/{stream}.xml", "save.with.yolo=OUT/yolo",
			"save.with.frames=OUT/yolo/images/{stream}/{frame}.jpg",
		},
		wrote: []string{
			"walking.json", "walking.mp4", "walking/000000.png", "walking/000002.png", "walking.xml",
			"yolo/data.yaml", "yolo/frames.csv", "yolo/labels/walking/000000.txt", "yolo/images/walking/000000.jpg",
		}, frames: 3,
	},
	"camera.yaml": {
		models: []string{"mobile-sam"},
		sets:   []string{"camera.with.uri=synthetic:320x240?frames=12&fps=5", "camera.with.policy=block", "save.with.jsonl=OUT/c.jsonl"},
		wrote:  []string{"c.jsonl"}, frames: 12,
	},
	"fast.yaml": {
		models: []string{"mobile-sam", "yolox-nano"},
		sets:   []string{"video.with.max_frames=5", "save.with.overlay=OUT/q.mp4", "save.with.jsonl=OUT/q.jsonl"},
		wrote:  []string{"q.mp4", "q.jsonl"}, frames: 5,
	},
	"everything.yaml": {
		models: []string{"mobile-sam"},
		sets: []string{
			"video.with.max_frames=6", "things.with.points_per_side=8", "save.with.overlay=OUT/e.mp4", "save.with.coco=OUT/e.json",
		},
		wrote: []string{"e.mp4", "e.json"}, frames: 6,
	},
	"follow.yaml": {
		models: []string{"mobile-sam"},
		sets:   []string{"video.with.max_frames=4", "save.with.overlay=OUT/f.mp4", "save.with.coco=OUT/f.json"},
		wrote:  []string{"f.mp4", "f.json"}, frames: 4,
	},
	"streams.yaml": {
		models: []string{"mobile-sam"},
		sets:   []string{"video.with.max_frames=2", "save.with.overlay=OUT/{stream}.mp4", "save.with.jsonl=OUT/{stream}.jsonl"},
		wrote:  []string{"walk.mp4", "walk.jsonl", "scene.mp4", "scene.jsonl"}, frames: 4,
	},
	"pictures.yaml": {
		models: []string{"mobile-sam", "nanodet-m"},
		sets:   []string{"save.with.coco=OUT/p.json", "save.with.overlay=OUT/{frame}.jpg"},
		wrote:  []string{"p.json", "walking-background.jpg"}, frames: 1,
	},
}

func TestEveryGraph(t *testing.T) {
	files, err := filepath.Glob("graphs/*.yaml")
	if err != nil || len(files) != len(runs) {
		t.Fatalf("%d graph files (%v), %d of them are run here", len(files), err, len(runs))
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) { runFile(t, file, runs[name]) })
	}
}

func runFile(t *testing.T, file string, r run) {
	spec, problems := graph.Load(file)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	servePlugins(t, spec)
	problems, warnings := spec.Check(all.Registry())
	if len(problems)+len(warnings) > 0 {
		t.Fatal("as it is written: ", problems, warnings)
	}
	for _, model := range append(r.models, "onnxruntime") {
		nodestest.Model(t, model)
	}
	out := t.TempDir()
	for _, set := range r.sets {
		if err := spec.Set("nodes." + strings.ReplaceAll(set, "OUT", out)); err != nil {
			t.Fatal(err)
		}
	}
	read, finished := runStreams(t, spec)
	if read != r.frames || finished != r.frames {
		t.Errorf("%d frames were read, %d finished, want %d", read, finished, r.frames)
	}
	for _, name := range r.wrote {
		if info, err := os.Stat(filepath.Join(out, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s was not written: %v", name, err)
		}
	}
	if n := nodes.LiveFrames(); n != 0 {
		t.Errorf("%d frames are live", n)
	}
}

// runStreams runs the streams of a graph, or the graph itself, side by side.
func runStreams(t *testing.T, spec *graph.Spec) (read, finished int64) {
	t.Helper()
	env := nodestest.Env(t)
	var running sync.WaitGroup
	var mu sync.Mutex
	for _, of := range spec.PerStream() {
		g, err := graph.Open(context.Background(), of, all.Registry(), env)
		if err != nil {
			t.Fatal(err)
		}
		running.Go(func() {
			if err := errors.Join(g.Run(context.Background(), nil), g.Close()); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			rep := g.Report()
			t.Logf("\n%s", rep)
			read, finished = read+rep.Ledger.Read, finished+rep.Ledger.Finished
		})
	}
	running.Wait()
	return read, finished
}

// servePlugins lets this test's program stand in for every plugin that the graph
// names; it serves the same nodes.
func servePlugins(t *testing.T, spec *graph.Spec) {
	t.Helper()
	for _, used := range spec.UsedPlugins() {
		if used.Path != "maskgraph-nodes" {
			t.Fatalf("plugin %s is %s, which make does not build", used.Name, used.Path)
		}
		spec.Serve(used.Name, nodes.MustRegistry(wiretest.OverTheWire(t, all.Factories()...)...))
	}
}

// TestDemoFindsThePeople looks into what the demo writes: masks with identities
// that last.
func TestDemoFindsThePeople(t *testing.T) {
	out := t.TempDir()
	spec, problems := graph.Load("graphs/demo.yaml")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	servePlugins(t, spec)
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	for _, set := range []string{"video.with.start=5", "video.with.max_frames=8", "save.with.overlay=", "save.with.coco=" + out + "/d.json"} {
		if err := spec.Set("nodes." + set); err != nil {
			t.Fatal(err)
		}
	}
	g, err := graph.Open(context.Background(), spec, all.Registry(), nodestest.Env(t))
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if err := g.Run(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out + "/d.json")
	if err != nil {
		t.Fatal(err)
	}
	var coco struct {
		Annotations []struct {
			ImageID int `json:"image_id"`
			TrackID int `json:"track_id"`
			Area    int
		}
	}
	if err := json.Unmarshal(data, &coco); err != nil {
		t.Fatal(err)
	}
	seen := map[int]int{}
	for _, a := range coco.Annotations {
		seen[a.TrackID]++
		if a.Area < 300 || a.Area > 40000 {
			t.Errorf("image %d, track %d: a mask of %d pixels is no person of this clip", a.ImageID, a.TrackID, a.Area)
		}
	}
	var lasting []int
	for id, frames := range seen {
		if frames >= 7 {
			lasting = append(lasting, id)
		}
	}
	slices.Sort(lasting)
	if len(lasting) < 4 {
		t.Errorf("%d tracks last for 7 of 8 frames, want at least 4 of the 6 people in view: %v", len(lasting), seen)
	}
}

// TestSchemaIsUpToDate: editors read schema.json; `make generate` writes it.
func TestSchemaIsUpToDate(t *testing.T) {
	want, err := graph.Schema(all.Registry())
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("graphs/schema.json")
	if err != nil || !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(want)) {
		t.Errorf("graphs/schema.json is not that of the nodes (%v): run make generate", err)
	}
}
