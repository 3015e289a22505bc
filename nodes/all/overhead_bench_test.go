package all_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

const (
	benchFrames = 10
	benchBoxes  = 5
)

// BenchmarkGraphAgainstBareLoop runs a whole graph (decode, boxes, masks, tracks,
// overlay video, COCO JSON) and, in turns with it, nothing but the encoder and the
// decoder as often, in one goroutine and with the same sessions. graph/bare is the
// graph's throughput as a share of the bare loop's, the median over all turns: 1 is
// no overhead, more than 1 means that stages overlap.
func BenchmarkGraphAgainstBareLoop(b *testing.B) {
	nodestest.Model(b, "onnxruntime")
	nodestest.Model(b, "mobile-sam")
	env := nodestest.Env(b)
	file := overheadGraph(b, b.TempDir(), benchFrames)
	bare := openBare(b, env)
	bare.loop(b) // warms up
	var ratios []float64
	var alone, whole time.Duration
	for b.Loop() {
		x, y := bare.loop(b), runGraph(b, env, file, nil, benchFrames)
		alone, whole = alone+x, whole+y
		ratios = append(ratios, x.Seconds()/y.Seconds())
	}
	slices.Sort(ratios)
	frames := float64(b.N * benchFrames)
	b.ReportMetric(frames/alone.Seconds(), "bare-frames/s")
	b.ReportMetric(frames/whole.Seconds(), "graph-frames/s")
	b.ReportMetric(ratios[len(ratios)/2], "graph/bare")
}

// BenchmarkPluginAgainstHost runs the same graph with Segment Anything in a plugin
// and in this process, in turns: plugin/host is the throughput of the first as a
// share of the second's, the median over all turns.
func BenchmarkPluginAgainstHost(b *testing.B) {
	nodestest.Model(b, "onnxruntime")
	nodestest.Model(b, "mobile-sam")
	pool, err := shm.New("bench", true)
	if err != nil {
		b.Skip(err)
	}
	b.Cleanup(func() { _ = pool.Close() }) // after the process
	process := wiretest.Launch(b, wire.Options{Pool: pool})
	types := nodes.MustRegistry(wiretest.Factory(b, process, "SAMPrompter"))
	here, there := nodestest.Env(b), nodestest.Env(b)
	there.NewFrame = wire.NewFrame(pool)
	file := overheadGraph(b, b.TempDir(), benchFrames)
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	moved := strings.NewReplacer("version: 1", "version: 1\nplugins: {own: {path: x}}", "{type: SAM", "{plugin: own, type: SAM").Replace(string(text))
	movedFile := file + ".plugin.yaml"
	if err := os.WriteFile(movedFile, []byte(moved), 0o644); err != nil {
		b.Fatal(err)
	}
	var ratios []float64
	for b.Loop() {
		inPlugin := runGraph(b, there, movedFile, types, benchFrames)
		ratios = append(ratios, runGraph(b, here, file, nil, benchFrames).Seconds()/inPlugin.Seconds())
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "plugin/host")
}

func overheadGraph(b *testing.B, dir string, frames int) string {
	b.Helper()
	var boxes strings.Builder
	for frame := range frames {
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
`, frames, write("boxes.txt", boxes.String()), filepath.Join(dir, "o.mp4"), filepath.Join(dir, "o.json")))
}

// runGraph is the time of a run, without that of opening. inPlugin are the types of
// the graph's plugin, if it has one.
func runGraph(b *testing.B, env nodes.Env, file string, inPlugin *nodes.Registry, frames int) time.Duration {
	b.Helper()
	spec, problems := graph.Load(file)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	spec.Serve("own", inPlugin)
	g, err := graph.Open(context.Background(), spec, all.Registry(), env)
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
		if got := n.Own.Counters["decoder_runs"]; n.Type == "SAMPrompter" && got != int64(frames*benchBoxes) {
			b.Fatalf("%d decoder runs, want %d: the comparison is not fair", got, frames*benchBoxes)
		}
	}
	return took
}

// bare is both networks and what they eat.
type bare struct {
	encoder, decoder           *ort.Session
	picture, embedding, answer []ort.Tensor
	prompt                     []ort.Tensor
}

func openBare(b *testing.B, env nodes.Env) *bare {
	b.Helper()
	open := func(role string) *ort.Session {
		s, letGo, err := ort.Open(env, nodestest.Model(b, "mobile-sam"), role, ort.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = letGo() })
		return s
	}
	picture, embedding := ort.NewTensor(1, 3, 1024, 1024), ort.NewTensor(1, 256, 64, 64)
	for i := range picture.Data {
		picture.Data[i] = float32(i%97)/48 - 1
	}
	return &bare{
		encoder: open("encoder"), decoder: open("decoder"),
		picture: []ort.Tensor{picture}, embedding: []ort.Tensor{embedding},
		prompt: []ort.Tensor{
			embedding,
			{Shape: []int64{1, 3, 2}, Data: []float32{100, 100, 300, 400, 0, 0}},
			{Shape: []int64{1, 3}, Data: []float32{2, 3, -1}},
			ort.NewTensor(1, 1, 256, 256), ort.NewTensor(1),
			{Shape: []int64{2}, Data: []float32{8, 8}},
		},
		answer: []ort.Tensor{ort.NewTensor(1, 1), ort.NewTensor(1, 1, 256, 256)},
	}
}

// loop is the time of as many runs of both networks as the graph makes.
func (n *bare) loop(b *testing.B) time.Duration {
	b.Helper()
	run := func(s *ort.Session, in, out []ort.Tensor) {
		if err := s.Run(context.Background(), in, out); err != nil {
			b.Fatal(err)
		}
	}
	start := time.Now()
	for range benchFrames {
		run(n.encoder, n.picture, n.embedding)
		for range benchBoxes {
			run(n.decoder, n.prompt, n.answer)
		}
	}
	return time.Since(start)
}
