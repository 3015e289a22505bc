package samdecoder

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// BenchmarkDecoders decodes K objects object by object, in a batch, and with prefix
// and suffix, in turn, and reports medians for one object and their ratio to the
// first way. The prefix is counted once for K objects:
//
//	go test -bench Decoders -run - -benchtime 9x
func BenchmarkDecoders(b *testing.B) {
	for _, threads := range []int{1, 2} {
		r := openReal(b, threads)
		for _, k := range []int64{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("threads=%d/k=%d", threads, k), func(b *testing.B) { r.bench(b, k) })
		}
	}
}

func (r *sessions) bench(b *testing.B, k int64) {
	prompt := prompts(k, 3)
	var cut []ort.Tensor
	for _, v := range r.prefix.Outputs() {
		cut = append(cut, ort.NewTensor(v.Shape...))
	}
	out := []ort.Tensor{ort.NewTensor(k, 4, 256, 256), ort.NewTensor(k, 4)}
	noMask, noFlag := r.noMask()
	ways := []struct {
		name string
		run  func()
	}{
		{"loop", func() {
			for i := range k {
				r.one(b, prompt, noMask, noFlag, i)
			}
		}},
		{"batch", func() {
			run(b, r.batch, []ort.Tensor{r.embedding, prompt[0], prompt[1], noMask, noFlag}, out)
		}},
		{"prefix", func() { run(b, r.prefix, []ort.Tensor{r.embedding}, cut) }},
		{"suffix", func() { run(b, r.suffix, slices.Concat(prompt, cut), out) }},
	}
	times := map[string][]time.Duration{}
	for b.Loop() {
		for _, w := range ways {
			start := time.Now()
			w.run()
			times[w.name] = append(times[w.name], time.Since(start))
		}
	}
	loop := median(times["loop"])
	for _, w := range ways {
		each := median(times[w.name])
		b.ReportMetric(each.Seconds()*1000/float64(k), w.name+"-ms")
		b.ReportMetric(each.Seconds()/loop.Seconds(), w.name+"-ratio")
	}
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
