package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/videosource"
)

// A Wait takes as long as it is told to for a frame, without using the processor. An
// End is one that nobody reads from.
type waitConfig struct {
	MS float64 `yaml:"ms" doc:"Milliseconds for a frame."`
}

type waitNode struct {
	time time.Duration
	end  bool
}

func waitFactory(typ string, out ...nodes.Port) nodes.Factory {
	in := []nodes.Port{{Name: "frame", Type: nodes.TypeFrame, Doc: "The picture."}}
	return nodes.Define(nodes.Info{Type: typ, Doc: "Waits.", In: in, Out: out}, waitConfig{},
		func(_ context.Context, _ nodes.Env, cfg waitConfig) (nodes.Node, error) {
			return waitNode{time.Duration(cfg.MS * float64(time.Millisecond)), len(out) == 0}, nil
		})
}

func (n waitNode) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	time.Sleep(n.time)
	var out nodes.Packet
	if !n.end {
		out.Put("frame", in.Frame("frame").Retain())
	}
	return out, nil
}

func (waitNode) Close() error { return nil }

// overloaded is a camera of that many frames a second before nodes of known times.
func overloaded(b *testing.B, fps float64, times []float64) *graph.Graph {
	b.Helper()
	text := fmt.Sprintf("version: 1\nnodes:\n  camera: {type: VideoSource, with: {uri: \"synthetic:64x48?live=1&frames=0&fps=%g\"}}\n", fps)
	from := "camera"
	for i, ms := range times {
		typ := "Wait"
		if i == len(times)-1 {
			typ = "End"
		}
		text += fmt.Sprintf("  n%d: {type: %s, in: {frame: %s}, with: {ms: %g}}\n", i, typ, from, ms)
		from = fmt.Sprintf("n%d", i)
	}
	reg := nodes.MustRegistry(videosource.Factory, waitFactory("End"),
		waitFactory("Wait", nodes.Port{Name: "frame", Type: nodes.TypeFrame, Doc: "The same."}))
	spec, problems := graph.Parse("g.yaml", []byte(text))
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	g, err := graph.Open(b.Context(), spec, reg, nodes.Env{})
	if err != nil {
		b.Fatal(err)
	}
	return g
}

// BenchmarkOverload is how old frames are at the end of a graph when the camera gives
// more than the graph can do: p50 and p99 as multiples of the sum of the nodes' own
// times, of all frames; the sum of the nodes' own p99, which a busy machine makes more
// than 1; and p99 of the first and of the last tenth of the run, which tells whether it
// grows. An op is a frame. For ten minutes a line:
//
//	go test ./host -run '^$' -bench Overload -benchtime 6000x -timeout 3h
func BenchmarkOverload(b *testing.B) {
	for name, times := range map[string][]float64{"one slow node": {15, 100, 3, 10}, "equal nodes": {50, 50, 50, 50}} {
		for _, load := range []float64{1, 2, 5} {
			b.Run(fmt.Sprintf("%s/%gx", strings.ReplaceAll(name, " ", "-"), load), func(b *testing.B) {
				sum, slowest := 0.0, 0.0
				for _, ms := range times {
					sum, slowest = sum+ms, max(slowest, ms)
				}
				g := overloaded(b, load*1000/slowest, times)
				defer g.Close()
				stop, done := make(chan struct{}), make(chan error, 1)
				go func() { done <- g.Run(b.Context(), stop) }()
				p99 := tenths(b, g)
				close(stop)
				if err := <-done; err != nil {
					b.Fatal(err)
				}
				rep := g.Report()
				last := rep.Nodes[len(rep.Nodes)-1]
				own := time.Duration(0) // what a busy machine makes of the nodes' times
				for _, n := range rep.Nodes[1:] {
					own += n.P99
				}
				ratio := func(d time.Duration) float64 { return d.Seconds() * 1000 / sum }
				b.ReportMetric(ratio(last.LatencyP50), "p50/sum")
				b.ReportMetric(ratio(last.LatencyP99), "p99/sum")
				b.ReportMetric(ratio(own), "nodesp99/sum")
				b.ReportMetric(ratio(p99[0]), "p99first/sum")
				b.ReportMetric(ratio(p99[1]), "p99last/sum")
				b.ReportMetric(float64(rep.Ledger.Finished)*slowest/1000/rep.Elapsed.Seconds(), "busy")
			})
		}
	}
}

// tenths waits for b.N frames and gives the p99 of the first and the last tenth.
func tenths(b *testing.B, g *graph.Graph) (p99 [2]time.Duration) {
	b.Helper()
	meter := g.Meter()
	for tenth := 1; tenth <= 10; tenth++ {
		for g.Report().Ledger.Finished < int64(b.N*tenth/10) {
			time.Sleep(time.Millisecond)
		}
		r := meter.Read()
		d := r.Nodes[len(r.Nodes)-1].LatencyP99
		if tenth == 1 {
			p99[0] = d
		}
		p99[1] = d
	}
	return p99
}
