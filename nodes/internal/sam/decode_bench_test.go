package sam

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// BenchmarkBoxes decodes the boxes of a 1080p frame to masks, in turns with the
// export as it is, box after box, and in batches on what was worked out once for
// the frame. batch/loop is the share of time, encode/batch how many times that an
// encoding takes; medians over all turns.
func BenchmarkBoxes(b *testing.B) {
	env := nodestest.Env(b)
	m := openModel(b, env)
	session, letGo, err := ort.Open(env, m.entry, "decoder", ort.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer letGo()
	one := &loop{session}
	frame, _ := sceneFrame(b, "synthetic:1920x1080?objects=5&seed=3", 0)
	start := time.Now()
	e, err := m.Encode(b.Context(), nodes.Stamp{}, frame)
	if err != nil {
		b.Fatal(err)
	}
	encode := time.Since(start)
	for _, boxes := range []int{1, 5, 20, 50} {
		b.Run(fmt.Sprint(boxes), func(b *testing.B) {
			var prompts []Prompt
			for i := range boxes {
				x, y := float32(150*(i%10)), float32(200*(i/10))
				prompts = append(prompts, Prompt{Box: nodes.Box{X1: x, Y1: y, X2: x + 140, Y2: y + 190}, Single: true})
			}
			var loops, batches []time.Duration
			for b.Loop() {
				loops = append(loops, decodeTime(b, one, e, prompts))
				e.frame.done = false // the first batch of a frame pays for it
				batches = append(batches, decodeTime(b, m.decoder, e, prompts))
			}
			slices.Sort(loops)
			slices.Sort(batches)
			l, s := loops[len(loops)/2], batches[len(batches)/2]
			b.ReportMetric(float64(l.Microseconds())/1e3/float64(boxes), "loop-ms/box")
			b.ReportMetric(float64(s.Microseconds())/1e3/float64(boxes), "batch-ms/box")
			b.ReportMetric(s.Seconds()/l.Seconds(), "batch/loop")
			b.ReportMetric(s.Seconds()/encode.Seconds(), "batch/encode")
		})
	}
}

func decodeTime(b *testing.B, d decoder, e *Embedding, prompts []Prompt) time.Duration {
	start := time.Now()
	err := d.decode(b.Context(), e, prompts, func(_ int, a Answer) { e.Mask(a[0].Logits) })
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}
