package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

// truth is a node that finds what is on the frames of a scene: true masks without a
// model. The plugin of these tests has it.
var truth = nodes.Define(nodes.Info{
	Type: "Truth", Doc: "Finds what is on the frames of a synthetic scene.",
	In:  []nodes.Port{{Name: "frame", Type: nodes.TypeFrame}},
	Out: []nodes.Port{{Name: "instances", Type: nodes.TypeMasks}},
}, truthConfig{}, func(_ context.Context, _ nodes.Env, c truthConfig) (nodes.Node, error) {
	s, err := scene.Parse(c.URI)
	return truthNode{s}, err
})

type truthConfig struct {
	URI string `yaml:"uri" doc:"The scene."`
}

func (truthConfig) Validate() error { return nil }

type truthNode struct{ scene *scene.Scene }

// Process looks at two frames of three. Tracks are the Tracker's business.
func (n truthNode) Process(_ context.Context, in nodes.Packet) (out nodes.Packet, err error) {
	found := n.scene.Truth(int(in.Stamp.Seq))
	for i := range found.Items {
		found.Items[i].Track = 0
	}
	if in.Stamp.Seq%3 == 2 {
		found.Items, found.Skipped = nil, true
	}
	out.Stamp = in.Stamp
	out.Put("instances", found)
	return out, nil
}

func (truthNode) Close() error { return nil }

// TestHostKilledOverMasks: with masks on the frames, so that there is something in
// every format, a host that is killed and resumed leaves what one leaves that lives
// through.
func TestHostKilledOverMasks(t *testing.T) {
	t.Setenv("MASKGRAPH_STATE", t.TempDir())
	const uri = "synthetic:160x120?frames=150&objects=4&seed=5"
	text := `version: 1
nodes:
  video: {type: VideoSource, with: {uri: "` + uri + `"}}
  found: {type: Truth, in: {frame: video}, with: {uri: "` + uri + `"}}` + everyOutput +
		strings.Replace(documents, "yolo: OUT/yolo,", `yolo: OUT/yolo, frames: "OUT/yolo/images/{stream}/{frame}.jpg",`, 1)
	calm, want := withPlugin(t, text, "Truth")
	if _, stderr, code := run(t, "run", "-q", calm); code != 0 {
		t.Fatal(stderr)
	}
	file, got := withPlugin(t, text, "Truth")
	survive(t, 3, file)
	sameTree(t, want, got)
	for _, name := range []string{"o.json", "r.json", "y.json", "mots.txt", "mot.txt", "ls.json", "cvat.xml", "video.xml", "t.csv"} {
		if info, err := os.Stat(filepath.Join(got, name)); err != nil || info.Size() < 10_000 {
			t.Errorf("%s has next to nothing in it: %v, %v", name, info, err)
		}
	}
	for pattern, files := range map[string]int{"yolo/labels/*/*.txt": 100, "yolo/images/*/*.jpg": 100, "mots/instances/*.png": 100, "m/*.png": 100} {
		if found, err := filepath.Glob(filepath.Join(got, pattern)); err != nil || len(found) != files {
			t.Errorf("%s: %d files, want %d", pattern, len(found), files)
		}
	}
}
