package all_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

const (
	benchFrames = 12
	benchBoxes  = 5
)

// BenchmarkGraphAgainstBareLoop runs a whole graph (decode, boxes, masks, tracks,
// overlay video, COCO JSON) and, in turns with it, nothing but the encoder and the
// decoder as often, in one goroutine. graph/bare is the graph's throughput as a
// share of the bare loop's: 1 is no overhead, more than 1 means that stages overlap.
func BenchmarkGraphAgainstBareLoop(b *testing.B) {
	nodestest.Model(b, "onnxruntime")
	nodestest.Model(b, "mobile-sam")
	dir := b.TempDir()
	file := overheadGraph(b, dir)
	var bare, whole time.Duration
	for b.Loop() {
		bare += bareLoop(b)
		whole += runGraph(b, file)
	}
	frames := float64(b.N * benchFrames)
	b.ReportMetric(frames/bare.Seconds(), "bare-frames/s")
	b.ReportMetric(frames/whole.Seconds(), "graph-frames/s")
	b.ReportMetric(bare.Seconds()/whole.Seconds(), "graph/bare")
}

func overheadGraph(b *testing.B, dir string) string {
	b.Helper()
	var boxes strings.Builder
	for frame := range benchFrames {
		for i := range benchBoxes {
			fmt.Fprintf(&boxes, "%d,-1,%d,%d,60,150,1\n", frame+1, 60+120*i+2*frame, 100+40*i)
		}
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		return path
	}
	return write("graph.yaml", fmt.Sprintf(`
version: 1
nodes:
  video: {type: VideoSource, with: {uri: ../../graphs/media/walking.mp4, max_frames: %d}}
  boxes: {type: Detector, in: {frame: video}, with: {method: file, file: {path: %q}}}
  masks: {type: SAMPrompter, in: {frame: video, boxes: boxes}}
  tracks: {type: Tracker, in: {instances: masks}}
  save: {type: MaskSink, in: {frame: video, instances: tracks}, with: {overlay: %q, coco: %q}}
`, benchFrames, write("boxes.txt", boxes.String()), filepath.Join(dir, "o.mp4"), filepath.Join(dir, "o.json")))
}

// runGraph is the time of a run, without that of opening.
func runGraph(b *testing.B, file string) time.Duration {
	b.Helper()
	spec, problems := graph.Load(file)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	g, err := graph.Open(context.Background(), spec, all.Registry(), nodestest.Env(b))
	if err != nil {
		b.Fatal(err)
	}
	defer g.Close()
	start := time.Now()
	if err := g.Run(context.Background(), nil); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	for _, n := range g.Report().Nodes {
		if got := n.Own.Counters["decoder_runs"]; n.Type == "SAMPrompter" && got != benchFrames*benchBoxes {
			b.Fatalf("%d decoder runs, want %d: the comparison is not fair", got, benchFrames*benchBoxes)
		}
	}
	return took
}

// bareLoop is the time of as many runs of both networks.
func bareLoop(b *testing.B) time.Duration {
	b.Helper()
	env := nodestest.Env(b)
	open := func(role string) *ort.Session {
		s, letGo, err := ort.Open(env, nodestest.Model(b, "mobile-sam"), role, 0)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = letGo() })
		return s
	}
	encoder, decoder := open("encoder"), open("decoder")
	picture, embedding := ort.NewTensor(1, 3, 1024, 1024), ort.NewTensor(1, 256, 64, 64)
	for i := range picture.Data {
		picture.Data[i] = float32(i%97)/48 - 1
	}
	prompt := []ort.Tensor{embedding, {Shape: []int64{1, 3, 2}, Data: []float32{100, 100, 300, 400, 0, 0}},
		{Shape: []int64{1, 3}, Data: []float32{2, 3, -1}}, ort.NewTensor(1, 1, 256, 256), ort.NewTensor(1),
		{Shape: []int64{2}, Data: []float32{8, 8}}}
	answer := []ort.Tensor{ort.NewTensor(1, 1), ort.NewTensor(1, 1, 256, 256)}
	run := func(s *ort.Session, in, out []ort.Tensor) {
		if err := s.Run(context.Background(), in, out); err != nil {
			b.Fatal(err)
		}
	}
	start := time.Now()
	for range benchFrames {
		run(encoder, []ort.Tensor{picture}, []ort.Tensor{embedding})
		for range benchBoxes {
			run(decoder, prompt, answer)
		}
	}
	return time.Since(start)
}
