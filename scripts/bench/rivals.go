package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/maskgraph/maskgraph/models"
)

// rival is one way of doing the work.
type rival struct {
	Name    string
	About   string
	Missing string  // why it is left out; empty: it is there
	light   bool    // it is left out of heavy workloads
	floor   bool    // what ratios are taken of
	more    float64 // masks than boxes that it may make, as a share: of what was missed on a frame and seen before or after
	command func(w workload, out string) (name string, args []string)
	live    func(ctx context.Context, w workload, seconds float64) (liveTurn, error) // nil: it reads no streams
	read    func(out, said string) (turn, error)
}

// files are the models' files.
type files struct{ encoder, decoder string }

func findFiles() (f files, err error) {
	store, err := models.DefaultStore()
	if err != nil {
		return f, err
	}
	m, err := models.Lookup("mobile-sam")
	if err != nil {
		return f, err
	}
	if f.encoder, err = store.Path(m, "encoder"); err == nil {
		f.decoder, err = store.Path(m, "decoder")
	}
	return f, err
}

// findRivals lists them all, and installs what the foreign ones need.
func (b *bench) findRivals(ctx context.Context) []rival {
	node, python := b.findNode(ctx), b.findPython(ctx)
	for _, missing := range []string{node, python} {
		if missing != "" {
			say("skipped: %s", missing)
		}
	}
	keyframes := b.graph("graph, key-frames", "in one process, keyframe: {every: 5}; live with a budget of 40 ms a frame; it has masks, too, where no box was for a moment",
		"", "keyframe: {every: 5}", "keyframe: {latency_budget: 40ms}")
	keyframes.more = 0.25
	return []rival{
		{
			Name: "bare loop", About: "Go: ONNX Runtime on pictures scaled beforehand, the published networks, nothing else: the floor", floor: true,
			command: bare("export"), read: readSaid,
		},
		{
			Name: "SAM stage alone", About: "Go: what a SAMPrompter does, one frame after another, without a graph",
			command: bare("stage"), read: readSaid, light: true,
		},
		b.graph("graph", "in one process: video, boxes, masks, tracks, COCO file", "", "", ""),
		b.graph("graph, SAM in a plugin", "the same as shipped, Segment Anything in a process of its own", "plugin: sam, ", "", ""),
		b.graph("graph, int8", "in one process, precision: int8", "", quick8, quick8),
		keyframes,
		b.foreign("Node.js", "onnxruntime-node, sharp, ffmpeg: default options, full-size masks", node, "plain", b.nodeLoop),
		b.foreign("Node.js, best form", "a frame on each core, small masks enlarged", node, "best", b.nodeLoop),
		b.foreign("Python", "onnxruntime, OpenCV, pycocotools: default options, full-size masks", python, "plain", b.pythonLoop),
		b.foreign("Python, best form", "a frame on each core, small masks enlarged by OpenCV", python, "best", b.pythonLoop),
	}
}

func bare(form string) func(workload, string) (string, []string) {
	return func(w workload, _ string) (string, []string) {
		return "bin/bare", []string{"-form", form, "-source", w.Source, "-boxes", w.json, "-frames", fmt.Sprint(w.Frames)}
	}
}

const quick8 = "precision: int8"

// graph is ours. where and with go into the SAMPrompter's part of the file, live into
// that for live streams.
func (b *bench) graph(name, about, where, with, live string) rival {
	stem := filepath.Join(b.dir, strings.NewReplacer(" ", "-", ",", "").Replace(name))
	file := stem + ".yaml"
	return rival{
		Name: name, About: about, light: with != "", read: readRun(stem + ".run.json"), live: b.liveGraph(where, live),
		command: func(w workload, out string) (string, []string) {
			if err := os.WriteFile(file, []byte(w.graph(where, with, "coco", out)), 0o644); err != nil {
				say("%v", err)
			}
			return "bin/maskgraph", []string{"run", "--quiet", "--checkpoint", "0", file}
		},
	}
}

// graph is a graph file for the workload. where and with go into the SAMPrompter's part;
// out gets its masks in a format.
func (w workload) graph(where, with, format, out string) string {
	return fmt.Sprintf(`version: 1
plugins: {sam: {path: maskgraph-nodes}}
nodes:
  video: {type: VideoSource, with: {uri: %q, max_frames: %d}}
  boxes: {type: Detector, in: {frame: video}, with: {method: file, file: {path: %q}}}
  masks: {type: SAMPrompter, %sin: {frame: video, boxes: boxes}, with: {%s}}
  tracks: {type: Tracker, in: {instances: masks}}
  save: {type: MaskSink, in: {frame: video, instances: tracks}, with: {%s: %q}}
`, w.Source, w.Frames, w.mot, where, with, format, out)
}

func (b *bench) foreign(name, about, missing, form string, loop func(form string, w workload, out string) (string, []string)) rival {
	r := rival{
		Name: name, About: about, Missing: missing, light: form == "plain", read: readSaid,
		command: func(w workload, out string) (string, []string) { return loop(form, w, out) },
	}
	if form == "best" {
		r.live = b.liveLoop(loop)
	}
	return r
}
