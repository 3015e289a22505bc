package quantize

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// BenchmarkInt8 runs both encoders in turn and reports the ratio of their medians:
//
//	go test -bench Int8 -run - -benchtime 9x
func BenchmarkInt8(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) {
			_, whole, quick := encoders(b, threads)
			in, out := []ort.Tensor{photo(b)}, []ort.Tensor{ort.NewTensor(1, 256, 64, 64)}
			times := map[*ort.Session][]time.Duration{}
			for b.Loop() {
				for _, s := range []*ort.Session{whole, quick} {
					start := time.Now()
					if err := s.Run(context.Background(), in, out); err != nil {
						b.Fatal(err)
					}
					times[s] = append(times[s], time.Since(start))
				}
			}
			a, c := median(times[whole]), median(times[quick])
			b.ReportMetric(a.Seconds()*1000, "fp32-ms")
			b.ReportMetric(c.Seconds()*1000, "int8-ms")
			b.ReportMetric(c.Seconds()/a.Seconds(), "ratio")
		})
	}
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
