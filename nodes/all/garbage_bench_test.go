package all_test

import (
	"context"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// Frames of a run: by the first ones all memory that is used again is there, then so
// many are measured, and the last ones are on their way behind them, as others were
// when it began.
const garbageFirst, garbageFrames, garbageLast = 6, 6, 3

// BenchmarkGarbage is what whole graphs of five boxes a frame allocate for a frame.
func BenchmarkGarbage(b *testing.B) {
	for name, change := range map[string]*strings.Replacer{
		"boxes": strings.NewReplacer("masks: {type: SAMPrompter", "# {", "instances: masks", "instances: boxes"),
		"masks": strings.NewReplacer(),
	} {
		b.Run(name, func(b *testing.B) {
			nodestest.Model(b, "onnxruntime")
			nodestest.Model(b, "mobile-sam")
			const frames = garbageFirst + garbageFrames + garbageLast
			env, file := nodestest.Env(b), overheadGraph(b, b.TempDir(), frames)
			text, err := os.ReadFile(file)
			if err != nil {
				b.Fatal(err)
			}
			meter := "version: 1\nplugins: {own: {path: x}}\nnodes:\n  meter: {plugin: own, type: Meter, in: {instances: tracks}}"
			text = []byte(strings.Replace(change.Replace(string(text)), "version: 1\nnodes:", meter, 1))
			if err := os.WriteFile(file, text, 0o644); err != nil {
				b.Fatal(err)
			}
			var objects, bytes uint64
			for b.Loop() {
				m := &meterNode{}
				runGraph(b, env, file, nodes.MustRegistry(m.factory()), frames)
				objects, bytes = objects+m.after.Mallocs-m.before.Mallocs, bytes+m.after.TotalAlloc-m.before.TotalAlloc
			}
			b.ReportMetric(float64(objects)/float64(b.N*garbageFrames), "allocs/frame")
			b.ReportMetric(float64(bytes)/float64(b.N*garbageFrames)/1e6, "MB/frame")
		})
	}
}

// meterNode looks what was allocated until the first frames were through, and until
// the measured ones were.
type meterNode struct {
	frames        int
	before, after runtime.MemStats
}

func (m *meterNode) factory() nodes.Factory {
	in := []nodes.Port{{Name: "instances", Type: nodes.TypeBoxes, Doc: "Anything."}}
	return nodes.Define(nodes.Info{Type: "Meter", Doc: "Reads the garbage.", In: in}, struct{}{},
		func(context.Context, nodes.Env, struct{}) (nodes.Node, error) { return m, nil })
}

func (m *meterNode) Process(context.Context, nodes.Packet) (nodes.Packet, error) {
	switch m.frames++; m.frames {
	case garbageFirst:
		runtime.ReadMemStats(&m.before)
	case garbageFirst + garbageFrames:
		runtime.ReadMemStats(&m.after)
	}
	return nodes.Packet{}, nil
}

func (m *meterNode) Close() error { return nil }
