package live

import (
	"math/rand/v2"
	"time"
)

// backoff is how long to wait from one attempt to the next.
type backoff struct {
	after, most time.Duration
	tries       int // in a row
	last        time.Duration
}

// next is the wait after an attempt that gave pictures for some time. One that ran for
// longer than was waited for it begins anew; others double the wait. All but the first
// are shortened by up to a fifth at random, so that not all cameras of a network are
// asked at once.
func (b *backoff) next(ran time.Duration, lasting bool) time.Duration {
	if ran > b.last {
		b.tries, b.last = 0, 0
	}
	b.tries++
	switch {
	case lasting:
		b.last = b.most
	case b.last == 0:
		b.last = min(b.after, b.most)
		return b.last
	default:
		b.last = min(2*b.last, b.most)
	}
	return time.Duration(float64(b.last) * (1 - 0.2*rand.Float64()))
}
