package samprompter

import (
	"os"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestLiveAgainstTrueMasks gives the clips to the model at the pace of a camera, forth and
// back, with the true boxes, and scores every frame from the first masks on: they are as
// late as the encoder makes them. It takes what it takes, so it wants MASKGRAPH_LONG=1.
func TestLiveAgainstTrueMasks(t *testing.T) {
	if os.Getenv("MASKGRAPH_LONG") != "1" {
		t.Skip("set MASKGRAPH_LONG=1 for real time")
	}
	for _, tc := range []struct {
		name, clip, precision string
		least                 float64 // mean J
	}{
		{"car", "car-shadow", "fp32", 0.8},
		{"car, int8", "car-shadow", "int8", 0.8},
		{"street", "composite-street", "fp32", 0.7},
		{"street, int8", "composite-street", "int8", 0.7},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cfg := keyed(Keyframe{LatencyBudget: "40ms"})
			cfg.Precision = tc.precision
			n := openNode(t, nodestest.Env(t), cfg)
			pictures := clip(t, tc.clip)
			packets := pictured(t, pictures)
			sum, objects, late := 0.0, 0, time.Duration(0)
			next := time.Now()
			for i := range 8 * len(pictures) {
				time.Sleep(time.Until(next))
				next = next.Add(40 * time.Millisecond)
				at := i % (2*len(pictures) - 2)
				if at >= len(pictures) {
					at = 2*len(pictures) - 2 - at
				}
				began := time.Now()
				in := packets[at]
				in.Stamp = nodestest.Packet(i, nil).Stamp
				out, err := n.Process(t.Context(), in)
				if err != nil {
					t.Fatal(err)
				}
				found := out.Instances("instances")
				if objects == 0 && len(found.Items) == 0 {
					continue // there was no key-frame yet
				}
				late = max(late, time.Since(began))
				sum += overlaps(pictures[at], found)
				objects += len(pictures[at].Truth)
			}
			mean := sum / float64(objects)
			t.Logf("J %.4f (every frame encoded: %.3f), %d encodings of %d frames, %v at most for one",
				mean, everyFrame[tc.clip], counters(n)["encoder_runs"], 8*len(pictures), late.Round(time.Millisecond))
			if mean < tc.least {
				t.Errorf("J %.4f, want at least %.3f", mean, tc.least)
			}
		})
	}
}
