package all_test

import (
	"runtime"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// BenchmarkGarbage runs a whole graph over ten frames of five boxes and over twice as
// many: what the second run allocates more is what ten frames cost.
func BenchmarkGarbage(b *testing.B) {
	nodestest.Model(b, "onnxruntime")
	nodestest.Model(b, "mobile-sam")
	env := nodestest.Env(b)
	few, many := overheadGraph(b, b.TempDir(), benchFrames), overheadGraph(b, b.TempDir(), 2*benchFrames)
	spent := func(file string, frames int) (objects, bytes float64) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		runGraph(b, env, file, nil, frames)
		runtime.ReadMemStats(&after)
		return float64(after.Mallocs - before.Mallocs), float64(after.TotalAlloc - before.TotalAlloc)
	}
	var objects, bytes float64
	for b.Loop() {
		o1, b1 := spent(few, benchFrames)
		o2, b2 := spent(many, 2*benchFrames)
		objects, bytes = objects+o2-o1, bytes+b2-b1
	}
	b.ReportMetric(objects/float64(b.N*benchFrames), "allocs/frame")
	b.ReportMetric(bytes/float64(b.N*benchFrames)/1e6, "MB/frame")
}
