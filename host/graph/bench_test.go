package graph

import (
	"context"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// relay passes its frame on; with frames of its own it is a source.
type relay struct {
	frame *nodes.Frame
	count int
	seq   uint64
	sent  []time.Time
	hops  []time.Duration
	from  *relay // whose sending times hops are measured against
	paced bool
}

func (r *relay) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	var out nodes.Packet
	switch {
	case r.frame == nil:
		if r.from != nil {
			r.hops = append(r.hops, time.Since(r.from.sent[in.Stamp.Seq]))
		}
		return out, nil
	case int(r.seq) == r.count:
		return out, io.EOF
	case r.paced:
		time.Sleep(50 * time.Microsecond) // so that the reader waits, as behind a slow node
	}
	out.Stamp = nodes.Stamp{Stream: "v", Seq: r.seq, PTS: time.Duration(r.seq + 1)}
	out.Put("frame", r.frame.Retain())
	r.seq++
	r.sent = append(r.sent, time.Now())
	return out, nil
}

func (r *relay) Close() error { return nil }

// pass is a node between source and sink.
type pass struct{}

func (pass) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	var out nodes.Packet
	out.Put("frame", in.Frame("frame").Retain())
	return out, nil
}

func (pass) Close() error { return nil }

func runRelay(b *testing.B, text string, source, sink *relay) {
	b.Helper()
	frame := ports{port("frame", nodes.TypeFrame)}
	give := func(n nodes.Node) func(context.Context, nodes.Env, noConfig) (nodes.Node, error) {
		return func(context.Context, nodes.Env, noConfig) (nodes.Node, error) { return n, nil }
	}
	reg := nodes.MustRegistry(
		nodes.Define(nodes.Info{Type: "Source", Out: frame}, noConfig{}, give(source)),
		nodes.Define(nodes.Info{Type: "Pass", In: frame, Out: frame}, noConfig{}, give(pass{})),
		nodes.Define(nodes.Info{Type: "Sink", In: frame}, noConfig{}, give(sink)),
	)
	spec, _ := Parse("bench.yaml", []byte(text))
	g, err := Open(b.Context(), spec, reg, nodes.Env{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	if err := g.Run(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	source.frame.Release()
	end(b, g)
}

// BenchmarkChain is the cost of a stamp through a source, two nodes and a sink.
func BenchmarkChain(b *testing.B) {
	source := &relay{frame: payload(nodes.TypeFrame).(*nodes.Frame), count: b.N, sent: make([]time.Time, 0, b.N)}
	runRelay(b, `{version: 1, nodes: {s: {type: Source}, a: {type: Pass, in: {frame: s}}, b: {type: Pass, in: {frame: a}}, t: {type: Sink, in: {frame: b}}}}`,
		source, &relay{})
}

// BenchmarkHop is the time from one node's return to the call of the next, which waits.
func BenchmarkHop(b *testing.B) {
	source := &relay{frame: payload(nodes.TypeFrame).(*nodes.Frame), count: b.N, sent: make([]time.Time, 0, b.N), paced: true}
	sink := &relay{from: source, hops: make([]time.Duration, 0, b.N)}
	runRelay(b, `{version: 1, nodes: {s: {type: Source}, t: {type: Sink, in: {frame: s}}}}`, source, sink)
	slices.Sort(sink.hops)
	b.ReportMetric(float64(sink.hops[len(sink.hops)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(sink.hops[len(sink.hops)*99/100].Nanoseconds()), "p99-ns")
}
