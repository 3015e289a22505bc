package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/maskgraph/maskgraph/nodes/eval/truth"
)

// sequenceTurn is what became of a sequence whose true masks are known, its true boxes
// given as prompts.
type sequenceTurn struct {
	Sequence string  `json:"sequence"`
	Setting  string  `json:"setting"`
	Size     string  `json:"size"`
	Frames   int     `json:"frames"`
	FPS      float64 `json:"fps"` // from the loaded models to the written file
	Encoded  int64   `json:"encoded"`
	J        float64 `json:"j"` // the mean IoU of all objects on all frames
}

// settings are what a sequence is run with. Encoding every frame takes so long that it
// gets only as many frames as were filmed.
var settings = []struct {
	name, with string
	filmed     bool
}{
	{"every frame encoded", "", true},
	{"key-frames every 10", "keyframe: {every: 10}", false},
	{"key-frames every 20", "keyframe: {every: 20}", false},
	{"key-frames every 30", "keyframe: {every: 30}", false},
	{"key-frames every 30, int8", "keyframe: {every: 30}, precision: int8", false},
}

// Sequences are made so large, like many cameras' pictures, and so long: they are played
// forth and back.
const (
	sequenceWidth  = 640
	sequenceHeight = 480
	sequenceFrames = 313
)

// sequences measures throughput and quality together, where the sequences are there.
func (b *bench) sequences(ctx context.Context) {
	shared := os.Getenv("MASKGRAPH_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	for _, name := range []string{"car-shadow", "composite-street"} {
		pictures, err := truth.Video(filepath.Join(shared, "data", "davis-like", name))
		if err != nil {
			say("skipped: %s: set MASKGRAPH_SHARED to the folder of the shared test data: %v", name, err)
			return
		}
		for i := range pictures {
			resize(&pictures[i], sequenceWidth, sequenceHeight)
		}
		for _, s := range settings {
			frames := sequenceFrames
			if s.filmed || b.quick {
				frames = len(pictures)
			}
			t, err := b.sequence(ctx, name, pictures, frames, s.with)
			if err != nil {
				say("%s, %s: %v", name, s.name, err)
				continue
			}
			t.Sequence, t.Setting = name, s.name
			say("sequence %-18s %-28s %6.2f frames/s, J %.3f", name, s.name, t.FPS, t.J)
			b.results.Sequences = append(b.results.Sequences, t)
		}
	}
}

// sequence runs one setting.
func (b *bench) sequence(ctx context.Context, name string, pictures []truth.Picture, frames int, with string) (t sequenceTurn, err error) {
	at := func(i int) truth.Picture { // forth and back
		period := 2*len(pictures) - 2
		if i %= period; i >= len(pictures) {
			i = period - i
		}
		return pictures[i]
	}
	video, err := b.film(ctx, fmt.Sprint(name, "-", frames), frames, at)
	if err != nil {
		return t, err
	}
	boxes := make([][][4]float32, frames)
	for i := range boxes {
		for _, o := range at(i).Truth {
			boxes[i] = append(boxes[i], [4]float32{o.Box.X1, o.Box.Y1, o.Box.X2, o.Box.Y2})
		}
	}
	w := workload{Name: "sequence", Source: video}.with(b.dir, boxes)
	stem := filepath.Join(b.dir, "sequence")
	if err := b.runGraph(ctx, "sequence", w.graph("", with, "jsonl", stem+".jsonl")); err != nil {
		return t, err
	}
	var run struct {
		Seconds float64
		Nodes   []struct{ Counters map[string]int64 }
	}
	if err := readJSON(stem+".run.json", &run); err != nil {
		return t, err
	}
	t.Size, t.Frames, t.FPS = fmt.Sprintf("%dx%d", pictures[0].Width, pictures[0].Height), frames, float64(frames)/run.Seconds
	for _, n := range run.Nodes {
		t.Encoded += n.Counters["encoder_runs"]
	}
	t.J, err = meanJ(stem+".jsonl", at)
	return t, err
}
