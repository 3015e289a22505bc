package samprompter

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func openNode(t testing.TB, env nodes.Env, cfg Config) nodes.Node {
	t.Helper()
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, cfg.Model)
	n, err := open(context.Background(), env, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

func counters(n nodes.Node) map[string]int64 { return n.(nodes.Reporter).Report().Counters }

func TestConformance(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	frames := nodestest.Frames(t, 320, 240, 2)
	one := &nodes.Instances{Width: 320, Height: 240, Items: []nodes.Instance{{Box: nodes.Box{X1: 10, Y1: 10, X2: 90, Y2: 90}, Score: 1}}}
	none := &nodes.Instances{Width: 320, Height: 240}
	nodestest.Check(t, Factory, "model: mobile-sam",
		nodestest.Packet(0, nodestest.Ports{"frame": frames[0], "boxes": one}),
		nodestest.Packet(1, nodestest.Ports{"frame": frames[1], "boxes": none}),
	)
}

func TestEncodesOnceAFrameAndOnlyWithPrompts(t *testing.T) {
	n := openNode(t, nodestest.Env(t), Config{Model: "mobile-sam"})
	frame, truth := sceneFrame(t, "synthetic:320x240?objects=4&seed=2", 0)
	boxes := withoutMasks(truth)
	one := *boxes
	one.Items = boxes.Items[:1]
	for i, tc := range []struct {
		name      string
		prompts   *nodes.Instances
		instances int
		runs      int64 // of the encoder, in all
	}{
		{"nothing", &nodes.Instances{}, 0, 0},
		{"one box", &one, 1, 1},
		{"all boxes", boxes, len(boxes.Items), 2},
		{"a frame nobody looked at", &nodes.Instances{Skipped: true}, 0, 2},
		{"one again", &one, 1, 3},
	} {
		out, err := n.Process(context.Background(), nodestest.Packet(i, nodestest.Ports{"frame": frame, "boxes": tc.prompts}))
		if err != nil {
			t.Fatal(err)
		}
		got := out.Instances("instances")
		if len(got.Items) != tc.instances || got.Skipped != tc.prompts.Skipped {
			t.Errorf("%s: %d instances, skipped %v", tc.name, len(got.Items), got.Skipped)
		}
		if runs := counters(n)["encoder_runs"]; runs != tc.runs {
			t.Errorf("%s: %d encoder runs, want %d", tc.name, runs, tc.runs)
		}
	}
}

func TestPromptersOfOneModelShareTheEncoding(t *testing.T) {
	env := nodestest.Env(t)
	a, b := openNode(t, env, Config{Model: "mobile-sam"}), openNode(t, env, Config{Model: "mobile-sam"})
	const frames = 3
	frame, truth := sceneFrame(t, "synthetic:320x240?objects=1&seed=2", 0)
	var wg sync.WaitGroup
	for _, n := range []nodes.Node{a, b} {
		wg.Go(func() {
			for i := range frames {
				in := nodestest.Packet(i, nodestest.Ports{"frame": frame, "boxes": withoutMasks(truth)})
				if _, err := n.Process(context.Background(), in); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	ca, cb := counters(a), counters(b)
	if runs, hits := ca["encoder_runs"]+cb["encoder_runs"], ca["embedding_hits"]+cb["embedding_hits"]; runs != frames || hits != frames {
		t.Errorf("%d encoder runs and %d hits for %d frames and two prompters", runs, hits, frames)
	}
}

func TestStrongestPromptsFirst(t *testing.T) {
	items := []nodes.Instance{{Score: 0.2, Track: 1}, {Score: 0.9, Track: 2}, {Score: 0.5, Track: 3}, {Score: 0.9, Track: 4}}
	for _, tc := range []struct {
		name string
		n    int
		want []int
	}{
		{"all", 0, []int{1, 2, 3, 4}},
		{"more than there are", 9, []int{1, 2, 3, 4}},
		{"two", 2, []int{2, 4}},
		{"three keep their order", 3, []int{2, 3, 4}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := strongest(items, tc.n)
			if len(got) != len(tc.want) {
				t.Fatalf("got %d, want %d", len(got), len(tc.want))
			}
			for i := range got {
				if got[i].Track != tc.want[i] {
					t.Errorf("place %d: got %d, want %d", i, got[i].Track, tc.want[i])
				}
			}
		})
	}
}

func TestCancelledEncoding(t *testing.T) {
	n := openNode(t, nodestest.Env(t), Config{Model: "mobile-sam"})
	frame, truth := sceneFrame(t, "synthetic:320x240?objects=1", 0)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in := nodestest.Packet(0, nodestest.Ports{"frame": frame, "boxes": withoutMasks(truth)})
	if _, err := n.Process(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if _, err := n.Process(context.Background(), in); err != nil {
		t.Errorf("after a cancelled one: %v", err)
	}
}

func TestMissingModelSaysWhatToRun(t *testing.T) {
	env := nodestest.Env(t)
	env.Models = models.NewStore(t.TempDir(), "")
	_, err := open(context.Background(), env, Config{Model: "mobile-sam"})
	want := "model mobile-sam: mobile_sam_encoder.onnx is missing: run: maskgraph models pull mobile-sam"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
