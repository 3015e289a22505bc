package samprompter

import (
	"syscall"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// BenchmarkCarry is a frame whose masks are carried: all of Process but the model.
func BenchmarkCarry(b *testing.B) {
	for _, uri := range []string{"synthetic:640x480?objects=5&seed=11", "synthetic:1920x1080?objects=5&seed=11"} {
		b.Run(uri[10:], func(b *testing.B) {
			w := newWorld(b, uri)
			w.turns = 20
			cfg := keyed(Keyframe{Every: 20})
			cfg.Ahead = false // which would spread the work over frames
			n := carrying(b, cfg, w.truth)
			var packets []nodes.Packet
			for at := range 20 {
				f := nodes.NewFrame(w.scene.Width, w.scene.Height, nodes.BGR8, w.scene.Pixels(at), nil)
				b.Cleanup(f.Release)
				in := nodes.Packet{Stamp: stampOf(at)}
				in.Put("frame", f)
				in.Put("boxes", withoutMasks(w.scene.Truth(at)))
				packets = append(packets, in)
			}
			at, carried := 0, 0
			var spent time.Duration
			for b.Loop() {
				if at%20 == 0 {
					n.carrier.key.Since = 20
				}
				in := packets[at%20]
				in.Stamp = stampOf(at)
				before, keyframes := processorTime(), n.encoderRuns
				if _, err := n.Process(b.Context(), in); err != nil {
					b.Fatal(err)
				}
				if n.encoderRuns == keyframes {
					spent += processorTime() - before
					carried++
				}
				at++
			}
			b.ReportMetric(spent.Seconds()*1000/float64(max(1, carried)), "cpu-ms/frame")
			b.ReportMetric(float64(n.counts.carried)/float64(max(1, carried)), "masks/frame")
		})
	}
}

// processorTime is what this process has used: other load on the machine hardly
// changes it.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
