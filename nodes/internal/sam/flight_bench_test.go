package sam

import (
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/quantize"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// BenchmarkFramesInFlight works off frames of five boxes in turns: one after another
// with all threads, and one on each processor with one thread. apart/together is the
// share of time that the second takes of the first, the median over all turns.
func BenchmarkFramesInFlight(b *testing.B) {
	cores := runtime.NumCPU()
	for _, precision := range []string{"fp32", "int8"} {
		b.Run(precision, func(b *testing.B) {
			if precision == "int8" && !quantize.HasVNNI() {
				b.Skip("this processor has no VNNI instructions")
			}
			nodestest.Model(b, "mobile-sam")
			env := nodestest.Env(b)
			open := func(threads int) *Model {
				m, letGo, err := Open(env, Options{Name: "mobile-sam", Precision: precision, Threads: threads})
				if err != nil {
					b.Fatal(err)
				}
				b.Cleanup(func() { _ = letGo() })
				return m
			}
			all, one := open(cores), open(1)
			frame, _ := sceneFrame(b, "synthetic:1280x720?objects=5&seed=3", 0)
			one.work(b, frame) // warms up
			var ratios []float64
			var together, apart time.Duration
			for b.Loop() {
				x := timed(func() {
					for range cores {
						all.work(b, frame)
					}
				})
				y := timed(func() {
					var wait sync.WaitGroup
					for range cores {
						wait.Go(func() { one.work(b, frame) })
					}
					wait.Wait()
				})
				together, apart = together+x, apart+y
				ratios = append(ratios, y.Seconds()/x.Seconds())
			}
			slices.Sort(ratios)
			frames := float64(b.N * cores)
			b.ReportMetric(together.Seconds()*1000/frames, "together-ms/frame")
			b.ReportMetric(apart.Seconds()*1000/frames, "apart-ms/frame")
			b.ReportMetric(ratios[len(ratios)/2], "apart/together")
		})
	}
}

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

// work encodes a frame, beside others, and decodes five boxes on it.
func (m *Model) work(b *testing.B, frame *nodes.Frame) {
	beside := &Model{entry: m.entry, encoder: m.encoder, inputs: newInputs(1)}
	e, err := beside.encode(b.Context(), m.entry.Input, frame)
	if err != nil {
		b.Error(err)
		return
	}
	var prompts []Prompt
	for i := range 5 {
		x := float32(200 * i)
		prompts = append(prompts, Prompt{Box: nodes.Box{X1: x + 20, Y1: 150, X2: x + 180, Y2: 500}, Single: true})
	}
	decodeTime(b, m.decoder, e, prompts)
}
