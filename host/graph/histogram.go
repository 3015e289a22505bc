package graph

import (
	"math/bits"
	"time"
)

// histogram counts durations in buckets that are an eighth of their octave wide,
// so that a quantile is right to 6 % in 2 KB.
type histogram struct {
	counts [496]uint32
	total  int64
}

func (h *histogram) add(d time.Duration) {
	v := uint64(max(d, 0))
	shift := max(bits.Len64(v)-4, 0)
	h.counts[uint64(8*shift)+v>>shift]++
	h.total++
}

// quantile is the middle of the bucket below which a share q of all lies.
func (h *histogram) quantile(q float64) time.Duration {
	rank := int64(q * float64(h.total))
	for i, n := range h.counts {
		if rank -= int64(n); rank < 0 {
			shift := max(i/8-1, 0)
			return time.Duration(i-8*shift)<<shift + 1<<shift>>1
		}
	}
	return 0
}

func (h *histogram) within(bounds []time.Duration) []int64 {
	counts := make([]int64, len(bounds))
	for i, n := range h.counts {
		for b := range bounds {
			if n > 0 && middle(i) <= bounds[b] {
				counts[b] += int64(n)
			}
		}
	}
	return counts
}

func (h *histogram) subtract(o *histogram) {
	h.total -= o.total
	for i, n := range o.counts {
		h.counts[i] -= n
	}
}

// middle is that of a histogram's bucket.
func middle(i int) time.Duration {
	shift := max(i/8-1, 0)
	return time.Duration(i-8*shift)<<shift + 1<<shift>>1
}
