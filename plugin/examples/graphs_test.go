package examples_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/supervise"
)

func TestBlurGraph(t *testing.T) {
	look(t)
	bin := t.TempDir()
	run(t, "go", "build", "-C", "plugin/examples/blur", "-buildvcs=false", "-o", bin+"/blur", ".")
	film := t.TempDir() + "/blurred.mp4"
	runGraph(t, "plugin/examples/blur/graph.yaml", bin, "save.with.overlay="+film)
	if info, err := os.Stat(film); err != nil || info.Size() == 0 {
		t.Errorf("the video: %v", err)
	}
}

func TestPythonGraph(t *testing.T) {
	python(t)
	labels := t.TempDir() + "/bright.json"
	runGraph(t, "plugin/examples/brightness/graph.yaml", "bin", "save.with.overlay=", "save.with.coco="+labels)
	text, err := os.ReadFile(labels)
	if err != nil || !bytes.Contains(text, []byte(`"bright"`)) || !bytes.Contains(text, []byte(`"counts"`)) {
		t.Errorf("no masks of what is bright: %v\n%.500s", err, text)
	}
}

// runGraph runs two frames of a graph as the host would, with the programs of bin.
func runGraph(t *testing.T, file, bin string, sets ...string) {
	t.Helper()
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	spec, problems := graph.Load(file)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, set := range append(sets, "video.with.max_frames=2") {
		if err := spec.Set("nodes." + set); err != nil {
			t.Fatal(err)
		}
	}
	for _, plugin := range spec.UsedPlugins() {
		path := strings.Replace(plugin.Path, "bin/", bin+"/", 1)
		spec.Serve(plugin.Name, start(t, wire.Options{Name: plugin.Name, Path: path, Args: plugin.Args}))
	}
	if problems, warnings := spec.Check(all.Registry()); len(problems)+len(warnings) > 0 {
		t.Fatal(problems, warnings)
	}
	g, err := graph.Open(t.Context(), spec, all.Registry(), nodestest.Env(t))
	if err != nil {
		t.Fatal(err)
	}
	runErr := g.Run(t.Context(), nil)
	if err := g.Close(); runErr != nil || err != nil {
		t.Fatal(runErr, err)
	}
	if l := g.Report().Ledger; l.Read != 2 || l.Finished != 2 {
		t.Errorf("ledger: %v, want 2 frames", l)
	}
	if n := nodes.LiveFrames(); n != 0 {
		t.Errorf("%d frames are live", n)
	}
}

func start(t *testing.T, o wire.Options) *nodes.Registry {
	t.Helper()
	plugin, err := supervise.Start(t.Context(), o, supervise.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := plugin.Close(); err != nil {
			t.Error(err)
		}
	})
	reg, err := plugin.Registry()
	if err != nil {
		t.Fatal(err)
	}
	return reg
}
