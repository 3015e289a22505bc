package wire_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/shm"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// BenchmarkRoundTrip is a call of a node that does nothing: with the frame in the
// host's pool already, with a copy into it, and inside the message.
func BenchmarkRoundTrip(b *testing.B) {
	sizes := []struct {
		name          string
		width, height int
	}{{"480p", 854, 480}, {"720p", 1280, 720}, {"1080p", 1920, 1080}, {"4K", 3840, 2160}}
	for _, way := range []string{"slot", "copy", "inline"} {
		for _, size := range sizes {
			b.Run(fmt.Sprintf("%s/%s", way, size.name), func(b *testing.B) { roundTrip(b, way, size.width, size.height) })
		}
	}
}

func roundTrip(b *testing.B, way string, width, height int) {
	var o wire.Options
	pix := make([]byte, 3*width*height)
	switch way {
	case "inline":
		b.Setenv("MASKGRAPH_WIRE", "inline")
	case "slot":
		pool, err := shm.New("bench", true)
		if err != nil {
			b.Skip(err)
		}
		o.Pool = pool
		if pix, err = pool.Alloc(len(pix)); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() {
			pool.Free(pix)
			_ = pool.Close()
		})
	}
	n := openNode(b, wiretest.Launch(b, o), "PassOn", "")
	f := nodes.NewFrame(width, height, nodes.BGR8, pix, nil)
	defer f.Release()
	in := nodestest.Packet(0, nodestest.Ports{"frame": f})
	times := make([]time.Duration, 0, b.N)
	for b.Loop() {
		began := time.Now()
		ask(b, n, in).Release()
		times = append(times, time.Since(began))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
}
