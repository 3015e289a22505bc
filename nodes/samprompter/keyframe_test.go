package samprompter

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
)

// carrying is a node whose key-frames are worked on by work in place of a model.
func carrying(t testing.TB, cfg Config, work func(context.Context, *job) error) *node {
	t.Helper()
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	n := &node{cfg: cfg, letGo: func() error { return nil }, pictures: make([]*picture, len(cfg.Prompts)), texts: make([][]float32, len(cfg.Prompts))}
	n.carrier = carrier{flow: cv.NewFlow(), work: work}
	n.twice.failed = true // there is no model
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

func keyed(k Keyframe) Config {
	cfg := defaults
	cfg.Keyframe = k
	return cfg
}

// world is a scene, and what is known of it.
type world struct {
	t     testing.TB
	scene *scene.Scene
	turns int // the scene begins anew after so many frames, 0: never
}

func newWorld(t testing.TB, uri string) world {
	t.Helper()
	s, err := scene.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	return world{t: t, scene: s}
}

func stampOf(at int) nodes.Stamp {
	return nodes.Stamp{Stream: "s", Seq: uint64(at), PTS: time.Duration(at) * 40 * time.Millisecond}
}

// show gives a node a frame of the world and boxes, nil: the true ones.
func (w world) show(n *node, at int, boxes *nodes.Instances) *nodes.Instances {
	w.t.Helper()
	f := nodes.NewFrame(w.scene.Width, w.scene.Height, nodes.BGR8, w.scene.Pixels(at), nil)
	defer f.Release()
	if boxes == nil {
		boxes = withoutMasks(w.scene.Truth(at))
	}
	in := nodes.Packet{Stamp: stampOf(at)}
	in.Put("frame", f)
	in.Put("boxes", boxes)
	out, err := n.Process(w.t.Context(), in)
	if err != nil {
		w.t.Fatal(err)
	}
	return out.Instances("instances")
}

// truth is work that knows the true masks.
func (w world) truth(_ context.Context, j *job) error {
	at := int(j.key.Stamp.Seq)
	if w.turns > 0 {
		at %= w.turns
	}
	for i := range j.objects {
		o := &j.objects[i]
		item := o.Instance
		item.Mask = &nodes.Mask{}
		item.Origin = &nodes.Origin{Prompt: kind(o.prompt), Box: o.prompt.Box, Encoded: j.key.Stamp.Seq}
		for _, seen := range w.scene.Truth(at).Items {
			if seen.Box.IoU(o.prompt.Box) > 0.5 {
				item.Mask = seen.Mask
			}
		}
		if item.Box.Area() == 0 {
			item.Box = item.Mask.Box()
		}
		o.masks = []nodes.Instance{item}
	}
	j.computed = true
	return nil
}

// worst is the least IoU of the true masks with those that were found.
func (w world) worst(at int, found *nodes.Instances) float64 {
	worst := 1.0
	for _, seen := range w.scene.Truth(at).Items {
		best := 0.0
		for _, item := range found.Items {
			best = max(best, item.Mask.IoU(seen.Mask))
		}
		worst = min(worst, best)
	}
	return worst
}

const sceneURI = "synthetic:320x240?objects=3&seed=5"

func TestEveryNthFrameIsAKeyframe(t *testing.T) {
	w := newWorld(t, sceneURI)
	n := carrying(t, keyed(Keyframe{Every: 5}), w.truth)
	for i := range 13 {
		out := w.show(n, i, nil)
		if iou := w.worst(i, out); iou < 0.85 {
			t.Errorf("frame %d: IoU %.3f with the true mask", i, iou)
		}
		key := uint64(i - i%5)
		for _, item := range out.Items {
			carried := slices.Contains(item.Origin.Steps, "carried")
			if carried != (i%5 > 0) || item.Origin.Encoded != key || item.Origin.Age != time.Duration(i%5)*40*time.Millisecond {
				t.Errorf("frame %d: %+v", i, item.Origin)
			}
		}
	}
	if k := n.counts; n.encoderRuns != 3 || k.keyframes[turn] != 3 || k.keyframes[appear] != 0 || k.carried != 30 || k.late != 0 {
		t.Errorf("%d encodings, counted %+v", n.encoderRuns, k)
	}
}

func TestWhatForcesAKeyframe(t *testing.T) {
	w := newWorld(t, sceneURI)
	other := newWorld(t, "synthetic:320x240?objects=3&seed=77")
	n := carrying(t, keyed(Keyframe{Every: 100}), w.truth)
	all := func(i int) *nodes.Instances { return withoutMasks(w.scene.Truth(i)) }
	two := all(0)
	two.Items = two.Items[:2]
	w.show(n, 0, two)
	w.show(n, 1, nil)
	if n.counts.keyframes[appear] != 1 {
		t.Errorf("a new box made no key-frame: %+v", n.counts)
	}
	// Nobody looks: all are carried all the same.
	if out := w.show(n, 2, &nodes.Instances{Skipped: true}); len(out.Items) != 3 || out.Skipped {
		t.Errorf("%d masks where nobody looked, skipped %v", len(out.Items), out.Skipped)
	}
	// A detector that misses all is not believed at once.
	if out := w.show(n, 3, &nodes.Instances{}); len(out.Items) != 3 {
		t.Errorf("%d masks where a detector saw nothing", len(out.Items))
	}
	if n.encoderRuns != 2 {
		t.Errorf("%d encodings, want 2", n.encoderRuns)
	}
	// Another picture: nothing is where it was.
	f := nodes.NewFrame(320, 240, nodes.BGR8, other.scene.Pixels(0), nil)
	defer f.Release()
	in := nodes.Packet{Stamp: stampOf(4)}
	in.Put("frame", f)
	in.Put("boxes", &nodes.Instances{Skipped: true})
	if _, err := n.Process(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if len(n.carrier.key.Masks) != 0 {
		t.Errorf("%d masks are carried into another picture", len(n.carrier.key.Masks))
	}
}

// TestWhatNoBoxConfirmsEnds carries on what the detector has lost, key-frames or not,
// for as long as the settings say.
func TestWhatNoBoxConfirmsEnds(t *testing.T) {
	w := newWorld(t, sceneURI)
	cfg := keyed(Keyframe{Every: 4})
	cfg.LostAfter = 0.4
	n := carrying(t, cfg, w.truth)
	w.show(n, 0, nil)
	for i := 1; i < 14; i++ {
		want := 3
		if i > 10 { // 0.4 s
			want = 0
		}
		if out := w.show(n, i, &nodes.Instances{}); len(out.Items) != want {
			t.Errorf("frame %d: %d masks, want %d", i, len(out.Items), want)
		}
	}
}

// TestWhatNoBoxConfirmsEndsInTheBackground: masks that come late, again and again, do
// not keep alive what the detector sees no more.
func TestWhatNoBoxConfirmsEndsInTheBackground(t *testing.T) {
	w := newWorld(t, sceneURI)
	cfg := keyed(Keyframe{LatencyBudget: "1ns"})
	cfg.LostAfter = 0.4
	letGo := make(chan error)
	n := carrying(t, cfg, w.held(letGo))
	for i := range 16 {
		boxes := &nodes.Instances{}
		if i < 3 {
			boxes = nil // the true ones
		}
		out := w.show(n, i, boxes)
		want := 3
		if i == 0 || i > 12 { // 0.4 s after frame 2
			want = 0
		}
		if len(out.Items) != want {
			t.Errorf("frame %d: %d masks, want %d", i, len(out.Items), want)
		}
		if n.carrier.job != nil {
			letGo <- nil
			settled(n)
		}
	}
	if n.counts.late == 0 {
		t.Error("no mask came late")
	}
}

func TestAMaskThatGaveNothingIsNotTriedOnEveryFrame(t *testing.T) {
	w := newWorld(t, sceneURI)
	n := carrying(t, keyed(Keyframe{Every: 4}), w.truth)
	for i := range 8 {
		boxes := withoutMasks(w.scene.Truth(i))
		boxes.Items = append(boxes.Items, nodes.Instance{Box: nodes.Box{X1: 0, Y1: 200, X2: 20, Y2: 240}, Score: 1})
		w.show(n, i, boxes)
	}
	if n.encoderRuns != 2 {
		t.Errorf("%d encodings of 8 frames, want 2", n.encoderRuns)
	}
}

func TestCarryingGoesOnFromASnapshot(t *testing.T) {
	w := newWorld(t, sceneURI)
	a, b := carrying(t, keyed(Keyframe{Every: 5}), w.truth), carrying(t, keyed(Keyframe{Every: 5}), w.truth)
	for i := range 12 {
		if i == 3 {
			state, err := a.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Restore(state); err != nil {
				t.Fatal(err)
			}
			t.Logf("a snapshot has %d bytes", len(state))
		}
		want := w.show(a, i, nil)
		if i < 3 {
			continue
		}
		if got := w.show(b, i, nil); !reflect.DeepEqual(got, want) {
			t.Errorf("frame %d: the restored node found something else", i)
		}
	}
}

// held is work that waits until it is let go.
func (w world) held(letGo <-chan error) func(context.Context, *job) error {
	return func(ctx context.Context, j *job) error {
		select {
		case err := <-letGo:
			return errors.Join(err, w.truth(ctx, j))
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// settled waits until the job in the background is done.
func settled(n *node) {
	if j := n.carrier.job; j != nil {
		<-j.done
	}
}

func TestNoFrameWaitsForTheEncoder(t *testing.T) {
	w := newWorld(t, sceneURI)
	letGo := make(chan error)
	n := carrying(t, keyed(Keyframe{LatencyBudget: "1ms"}), w.held(letGo))
	for i := range 4 {
		if out := w.show(n, i, nil); len(out.Items) != 0 {
			t.Fatalf("frame %d: %d masks before the first key-frame was done", i, len(out.Items))
		}
	}
	letGo <- nil
	settled(n)
	for i := 4; i < 9; i++ { // the next key-frame is frame 4, and takes its time
		out := w.show(n, i, nil)
		if iou := w.worst(i, out); iou < 0.85 {
			t.Errorf("frame %d: IoU %.3f with the true mask", i, iou)
		}
		for _, item := range out.Items {
			if item.Origin.Encoded != 0 || item.Origin.Age != stampOf(i).PTS || !slices.Contains(item.Origin.Steps, "carried") {
				t.Errorf("frame %d: %+v", i, item.Origin)
			}
		}
	}
	letGo <- nil
	settled(n)
	if out := w.show(n, 9, nil); out.Items[0].Origin.Encoded != 4 || w.worst(9, out) < 0.85 {
		t.Errorf("frame 9: IoU %.3f, encoded on %d, want 4", w.worst(9, out), out.Items[0].Origin.Encoded)
	}
	if k := n.counts; k.waiting != 4 || k.late != 6 || k.carried != 18 || n.encoderRuns != 2 {
		t.Errorf("%d encodings, counted %+v", n.encoderRuns, k)
	}
	if n.carrier.job == nil {
		t.Error("the encoder rests")
	}
}

func TestAFastEncoderGivesEachFrameItsOwnMasks(t *testing.T) {
	w := newWorld(t, sceneURI)
	n := carrying(t, keyed(Keyframe{LatencyBudget: "1m"}), w.truth)
	for i := range 3 {
		if out := w.show(n, i, nil); len(out.Items) != 3 || out.Items[0].Origin.Encoded != uint64(i) {
			t.Errorf("frame %d: %d masks", i, len(out.Items))
		}
	}
	if n.counts.late != 0 || n.counts.carried != 0 {
		t.Errorf("counted %+v", n.counts)
	}
}

func TestTheEncoderFailsInTheBackground(t *testing.T) {
	w := newWorld(t, sceneURI)
	letGo := make(chan error, 1)
	n := carrying(t, keyed(Keyframe{LatencyBudget: "1ms"}), w.held(letGo))
	w.show(n, 0, nil)
	letGo <- errors.New("out of memory")
	settled(n)
	f := nodes.NewFrame(320, 240, nodes.BGR8, w.scene.Pixels(1), nil)
	defer f.Release()
	in := nodes.Packet{Stamp: stampOf(1)}
	in.Put("frame", f)
	in.Put("boxes", withoutMasks(w.scene.Truth(1)))
	if _, err := n.Process(t.Context(), in); err == nil || err.Error() != "out of memory" {
		t.Errorf("got %v, want the encoder's error", err)
	}
}

func TestClosedWhileTheEncoderWorks(t *testing.T) {
	w := newWorld(t, sceneURI)
	n := carrying(t, keyed(Keyframe{LatencyBudget: "1ms"}), w.held(nil))
	w.show(n, 0, nil) // Close, and that no frame or goroutine is left, is checked at the end
	if n.carrier.job == nil {
		t.Fatal("nothing is encoded")
	}
}

// TestANewStream takes nothing along from one stream to the next.
func TestANewStream(t *testing.T) {
	w := newWorld(t, sceneURI)
	n := carrying(t, keyed(Keyframe{Every: 100}), w.truth)
	w.show(n, 0, nil)
	f := nodes.NewFrame(320, 240, nodes.BGR8, w.scene.Pixels(1), nil)
	defer f.Release()
	in := nodes.Packet{Stamp: nodes.Stamp{Stream: "other", Seq: 1}}
	in.Put("frame", f)
	in.Put("boxes", &nodes.Instances{Skipped: true})
	out, err := n.Process(t.Context(), in)
	if err != nil || len(out.Instances("instances").Items) != 0 || !out.Instances("instances").Skipped {
		t.Errorf("%v, %v", out.Instances("instances"), err)
	}
}

func TestFollowWithKeyframes(t *testing.T) {
	w := newWorld(t, sceneURI)
	first := w.scene.Truth(0).Items[0]
	cfg := keyed(Keyframe{Every: 4})
	cfg.Follow = true
	b := first.Box
	cfg.Prompts = []Prompt{{Box: []float64{float64(b.X1), float64(b.Y1), float64(b.X2), float64(b.Y2)}, To: 0.36}}
	n := carrying(t, cfg, w.truth)
	for i := range 11 {
		out := w.show(n, i, &nodes.Instances{})
		if i >= 9 { // 0.36 s
			if len(out.Items) != 0 {
				t.Errorf("frame %d: it is followed beyond its end", i)
			}
			continue
		}
		if len(out.Items) != 1 || out.Items[0].Track != 1 {
			t.Fatalf("frame %d: %d instances", i, len(out.Items))
		}
		if iou := out.Items[0].Mask.IoU(w.scene.Truth(i).Items[0].Mask); iou < 0.85 {
			t.Errorf("frame %d: IoU %.3f", i, iou)
		}
	}
	if n.encoderRuns != 3 || n.born != 1 {
		t.Errorf("%d encodings, %d born", n.encoderRuns, n.born)
	}
}

func TestKeyframeSettings(t *testing.T) {
	for _, tc := range []struct {
		name string
		set  Keyframe
		also func(*Config)
		want string
	}{
		{"every", Keyframe{Every: 10}, nil, ""},
		{"a budget", Keyframe{LatencyBudget: "40ms"}, nil, ""},
		{"a budget, and when", Keyframe{OnChange: 0.3, LatencyBudget: "40ms"}, nil, ""},
		{"two rules", Keyframe{Every: 10, OnChange: 0.3}, nil, "keyframe.every: cannot be there with on_change: either says when there is a key-frame"},
		{"ranges", Keyframe{Every: -1, OnChange: 2}, nil, "keyframe.every: must be at least 0, got -1\nkeyframe.on_change: must be in [0, 1], got 2"},
		{"no time", Keyframe{LatencyBudget: "40"}, nil, `keyframe.latency_budget: want a time such as 40ms, got "40"`},
		{"a time that is over", Keyframe{LatencyBudget: "-1s"}, nil, `keyframe.latency_budget: want a time such as 40ms, got "-1s"`},
		{"reuse", Keyframe{Every: 2}, func(c *Config) { c.Reuse.MaxChange = 0.01 }, "reuse.max_change: cannot be there with keyframe: that encodes few frames already"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cfg := keyed(tc.set)
			if tc.also != nil {
				tc.also(&cfg)
			}
			err := cfg.Validate()
			if tc.want == "" && err != nil || tc.want != "" && (err == nil || err.Error() != tc.want) {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	if got := keyed(Keyframe{LatencyBudget: "40ms"}).options().Threads; got != 1 {
		t.Errorf("the encoder in the background has %d threads", got)
	}
}
