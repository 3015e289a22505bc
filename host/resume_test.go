package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// everyOutput is the tail of a graph whose outputs say everything.
const everyOutput = `
  tracks: {type: Tracker, in: {instances: found}}
  save: {type: MaskSink, in: {frame: video, instances: tracks}, with: {overlay: "OUT/{stream}.mp4", coco: OUT/o.json, masks: OUT/m, jsonl: OUT/o.jsonl}}
`

// documents is a further sink with all other outputs.
const documents = `  documents: {type: MaskSink, in: {frame: video, instances: tracks}, with: {
    exact: OUT/e.mkv, coco_results: OUT/r.json, ytvis: OUT/y.json, mots: OUT/mots.txt, mots_png: OUT/mots, mot: OUT/mot.txt, yolo: OUT/yolo,
    labelstudio: OUT/ls.json, cvat: OUT/cvat.xml, cvat_video: OUT/video.xml, csv: OUT/t.csv, cutouts: {folder: OUT/cut, every: 10}}}
`

const (
	oneStream   = `video: {type: VideoSource, with: {uri: "synthetic:320x240?frames=400&objects=3"}}`
	manyStreams = `video: {type: VideoSource, with: {uri: CLIPS}}`

	byMotion  = `found: {type: Detector, in: {frame: video}, with: {method: motion}}`
	byNothing = `found: {type: Detector, in: {frame: video}, with: {method: whole, every: 3}}`
)

// clips makes a folder of videos.
func clips(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, what := range map[string]string{"a": "frames=90", "b": "frames=30&seed=2", "c": "frames=150&seed=3"} {
		file := writeFile(t, t.TempDir(), "clip.yaml", fmt.Sprintf(`version: 1
nodes:
  video: {type: VideoSource, with: {uri: "synthetic:320x240?objects=2&%s"}}
  found: {type: Detector, in: {frame: video}, with: {method: whole}}
  save: {type: MaskSink, in: {frame: video, instances: found}, with: {overlay: %s/%s.mkv}}
`, what, dir, name))
		if _, stderr, code := run(t, "run", "-q", file); code != 0 {
			t.Fatal(stderr)
		}
	}
	return dir
}

// TestHostKilledAgainAndAgain: a host that is killed at random moments and resumed
// each time leaves in the end what one leaves that lives through, byte for byte; of
// overlays, which are packed anew after each break, all frames.
func TestHostKilledAgainAndAgain(t *testing.T) {
	t.Setenv("MASKGRAPH_STATE", t.TempDir())
	folder := clips(t)
	for _, tc := range []struct{ name, source, detector, outputs, inPlugin string }{
		{"one stream", oneStream, byNothing, everyOutput, ""},
		{"a node without snapshots", oneStream, byMotion, everyOutput, ""},
		{"many streams", manyStreams, byNothing, everyOutput + documents, ""},
		{"many streams and a node without snapshots", manyStreams, byMotion, everyOutput, ""},
		{"sink in a plugin", manyStreams, byNothing, everyOutput, "MaskSink"},
		{"all outputs in a plugin", oneStream, byNothing, everyOutput + documents, "MaskSink"},
		{"all in a plugin", manyStreams, byMotion, everyOutput, "VideoSource Detector Tracker MaskSink"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := "version: 1\nnodes:\n  " + strings.ReplaceAll(tc.source, "CLIPS", folder) + "\n  " + tc.detector + tc.outputs
			calm, want := withPlugin(t, text)
			if _, stderr, code := run(t, "run", "-q", calm); code != 0 {
				t.Fatal(stderr)
			}
			file, got := withPlugin(t, text, strings.Fields(tc.inPlugin)...)
			survive(t, 3, file)
			sameTree(t, want, got)
		})
	}
}

// TestHostInterrupted: a run that was interrupted has completed its files, and goes on
// with them: they end as if nothing had happened.
func TestHostInterrupted(t *testing.T) {
	t.Setenv("MASKGRAPH_STATE", t.TempDir())
	text := "version: 1\nnodes:\n  " + oneStream + "\n  " + byNothing + everyOutput + documents
	for name, inPlugin := range map[string]string{"in the host": "", "in a plugin": "MaskSink"} {
		t.Run(name, func(t *testing.T) {
			calm, want := withPlugin(t, text)
			if _, stderr, code := run(t, "run", "-q", calm); code != 0 {
				t.Fatal(stderr)
			}
			file, got := withPlugin(t, text, strings.Fields(inPlugin)...)
			brokenOff(t, syscall.SIGINT, file)
			if _, err := os.Stat(filepath.Join(got, "y.json")); err != nil {
				t.Error(err)
			}
			if _, stderr, code := run(t, "run", "-q", file, "--resume"); code != 0 {
				t.Fatal(stderr)
			}
			sameTree(t, want, got)
		})
	}
}

// TestSAMHostKilled: so it is with Segment Anything in a plugin.
func TestSAMHostKilled(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	t.Setenv("MASKGRAPH_STATE", t.TempDir())
	calm, want := withPlugin(t, masks)
	if _, stderr, code := run(t, "run", "-q", calm); code != 0 {
		t.Fatal(stderr)
	}
	file, got := withPlugin(t, masks, "SAMPrompter", "Tracker")
	survive(t, 2, file)
	sameFile(t, filepath.Join(want, "o.json"), filepath.Join(got, "o.json"))
	sameFile(t, filepath.Join(want, "o.jsonl"), filepath.Join(got, "o.jsonl"))
}
