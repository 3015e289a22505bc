package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	clip       = "graphs/media/walking.mp4"
	clipWidth  = 768
	clipHeight = 576
	background = "graphs/media/walking-background.jpg"
)

// workload is frames with boxes on them.
type workload struct {
	Name          string
	Source        string // a video or a folder of pictures
	Width, Height int
	Frames        int
	Boxes         int          // on all frames
	json, mot     string       // files with the boxes
	first         [][4]float32 // the boxes of the first frame
	heavy         bool
}

// makeWork writes the workloads' files.
func (b *bench) makeWork(ctx context.Context) ([]workload, error) {
	demo, large := 12, 4
	counts := []int{1, 10, 50}
	if b.quick {
		demo, large, counts = 2, 1, []int{1}
	}
	found, err := b.demoBoxes(ctx)
	if err != nil {
		return nil, err
	}
	found = found[:demo]
	w := workload{Name: "demo clip", Source: clip, Width: clipWidth, Height: clipHeight}
	all := []workload{w.with(b.dir, found)}
	w = workload{Source: filepath.Join(b.dir, "1080p"), Width: 1920, Height: 1080}
	if err := enlarge(background, w.Source, w.Width, w.Height, large); err != nil {
		return nil, err
	}
	for _, n := range counts {
		w.Name, w.heavy = fmt.Sprintf("1080p, %d boxes", n), n == 50
		if n == 1 {
			w.Name = "1080p, 1 box"
		}
		all = append(all, w.with(b.dir, grid(n, large, w.Width, w.Height)))
	}
	for _, w := range all {
		if w.json == "" {
			return nil, fmt.Errorf("cannot write the boxes of %s", w.Name)
		}
	}
	return all, nil
}

// with writes boxes for both kinds of readers: JSON, a list for each frame, and MOT text.
func (w workload) with(dir string, boxes [][][4]float32) workload {
	var text strings.Builder
	w.Frames, w.Boxes, w.first = len(boxes), 0, boxes[0]
	for i, frame := range boxes {
		for _, x := range frame {
			fmt.Fprintf(&text, "%d,-1,%g,%g,%g,%g,1\n", i+1, x[0], x[1], x[2]-x[0], x[3]-x[1])
			w.Boxes++
		}
	}
	data, err := json.Marshal(boxes)
	stem := filepath.Join(dir, strings.NewReplacer(" ", "-", ",", "").Replace(w.Name))
	if err == nil && os.WriteFile(stem+".json", data, 0o644) == nil && os.WriteFile(stem+".txt", []byte(text.String()), 0o644) == nil {
		w.json, w.mot = stem+".json", stem+".txt"
	}
	return w
}

// demoBoxes is what moves in the demo's clip, frame by frame.
func (b *bench) demoBoxes(ctx context.Context) ([][][4]float32, error) {
	out := filepath.Join(b.dir, "demo-boxes.jsonl")
	text := fmt.Sprintf(`version: 1
nodes:
  video: {type: VideoSource, with: {uri: %s, max_frames: 24}}
  moving: {type: Detector, in: {frame: video}, with: {method: motion, motion: {background: %s}}}
  save: {type: MaskSink, in: {frame: video, instances: moving}, with: {jsonl: %q}}
`, clip, background, out)
	if err := b.runGraph(ctx, "demo-boxes", text); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	var all [][][4]float32
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var frame struct{ Instances []struct{ Box [4]float32 } }
		if err := json.Unmarshal(lines.Bytes(), &frame); err != nil {
			return nil, err
		}
		boxes := [][4]float32{}
		for _, i := range frame.Instances {
			boxes = append(boxes, i.Box)
		}
		all = append(all, boxes)
	}
	return all, nil
}
