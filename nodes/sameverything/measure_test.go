package sameverything

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
	"github.com/maskgraph/maskgraph/nodes/eval/truth"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/sam"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// points is how many points a side the measurements take: minutes for 16, so they
// are done only when MASKGRAPH_EVERYTHING says how many.
func points(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("MASKGRAPH_EVERYTHING"))
	if err != nil {
		t.Skip("set MASKGRAPH_EVERYTHING to the number of points a side to measure, such as 16")
	}
	return n
}

func photos(t *testing.T) []truth.Picture {
	t.Helper()
	pictures, err := truth.Images(nodestest.Shared(t, "data/images"))
	if err != nil {
		t.Fatal(err)
	}
	return pictures
}

// TestAverageRecall prints COCO's average recall of masks on photos, whatever the
// class, at the best 10 and 100 proposals a picture, in two orders.
func TestAverageRecall(t *testing.T) {
	side := points(t)
	orders := map[string]func(nodes.Instance) float32{
		"by predicted IoU":                 func(i nodes.Instance) float32 { return i.PredictedIoU },
		"by predicted IoU plus stability":  func(i nodes.Instance) float32 { return i.PredictedIoU + i.Stability },
		"by predicted IoU times stability": func(i nodes.Instance) float32 { return i.PredictedIoU * i.Stability },
		"large ones first":                 func(i nodes.Instance) float32 { return float32(i.Mask.Area()) },
	}
	n := openNode(t, nodestest.Env(t), func(c *Config) { c.PointsPerSide = side })
	var images []eval.Image
	start := time.Now()
	for i, pic := range photos(t) {
		frame, err := cv.ReadPicture(pic.Path)
		if err != nil {
			t.Fatal(err)
		}
		images = append(images, eval.Image{Truth: pic.Truth, Found: look(t, n, i, frame).Items})
		frame.Release()
	}
	t.Logf("%d points a side: %.1f s a picture, %v", side, time.Since(start).Seconds()/float64(len(images)), n.Report().Counters)
	for name, order := range orders {
		for i := range images {
			slices.SortStableFunc(images[i].Found, func(a, b nodes.Instance) int { return cmp.Compare(order(b), order(a)) })
		}
		t.Logf("%s: AR@10 %.3f, AR@100 %.3f, AR@1000 %.3f", name, averageRecall(images, 10), averageRecall(images, 100), averageRecall(images, 1000))
	}
}

// TestStabilityOfCells prints how often the filter decides otherwise than it would
// on logits that were enlarged first, as the reference does.
func TestStabilityOfCells(t *testing.T) {
	side := points(t)
	n := openNode(t, nodestest.Env(t), func(*Config) {})
	asked, passed, differ := 0, 0, 0
	for i, pic := range photos(t)[:4] {
		frame, err := cv.ReadPicture(pic.Path)
		if err != nil {
			t.Fatal(err)
		}
		e, _, err := n.sam.Embed(t.Context(), nodes.Stamp{Seq: uint64(i)}, frame)
		if err != nil {
			t.Fatal(err)
		}
		prompts := sam.PointPrompts(sam.GridPoints(min(side, 16), frame.Width, frame.Height))
		err = n.sam.Decode(t.Context(), e, prompts, func(_ int, a sam.Answer) {
			for _, c := range a.Ambiguous() {
				if float64(c.IoU) <= n.cfg.PredIoUThresh {
					continue
				}
				asked++
				here := float64(e.Stability(c.Logits, 1)) >= n.cfg.StabilityScoreThresh
				there := enlargedStability(e, c.Logits) >= n.cfg.StabilityScoreThresh
				if there {
					passed++
				}
				if here != there {
					differ++
				}
			}
		})
		frame.Release()
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("of %d masks %d pass; %d decisions differ", asked, passed, differ)
}

func enlargedStability(e *sam.Embedding, logits []float32) float64 {
	cut := func(by float32) *nodes.Mask {
		moved := slices.Clone(logits)
		for i := range moved {
			moved[i] -= by
		}
		return e.Mask(moved)
	}
	return float64(cut(1).Area()) / float64(cut(-1).Area())
}
