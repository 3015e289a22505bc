package samprompter

import (
	"reflect"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestAheadChangesNothing: frames that were encoded ahead have the same masks and are
// counted the same; frames without boxes are not encoded.
func TestAheadChangesNothing(t *testing.T) {
	cfg := defaults
	cfg.Threads = 2
	var packets []nodes.Packet
	for i := range 3 {
		frame, truth := sceneFrame(t, "synthetic:320x240?objects=2&seed=2", 5*i)
		boxes := withoutMasks(truth)
		if i == 1 {
			boxes.Items = nil
		}
		packets = append(packets, nodestest.Packet(i, nodestest.Ports{"frame": frame, "boxes": boxes}))
	}
	run := func(ahead bool) (all []*nodes.Instances, counted map[string]int64) {
		cfg.Ahead = ahead
		n := openNode(t, nodestest.Env(t), cfg)
		for i, p := range packets {
			if i+1 < len(packets) && ahead {
				n.(nodes.Anticipator).Anticipate(t.Context(), packets[i+1])
			}
			out, err := n.Process(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, out.Instances("instances"))
		}
		if open := n.(*node).twice.open; open != ahead {
			t.Errorf("ahead %t: it encodes two frames at once: %t", ahead, open)
		}
		return all, counters(n)
	}
	want, wantCounted := run(false)
	got, counted := run(true)
	if !reflect.DeepEqual(got, want) {
		t.Error("masks differ")
	}
	if !reflect.DeepEqual(counted, wantCounted) || counted["encoder_runs"] != 2 {
		t.Errorf("counted %v, want %v", counted, wantCounted)
	}
}

func TestHowFarAhead(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   int
	}{
		{"every frame is encoded", func(*Config) {}, 1},
		{"switched off", func(c *Config) { c.Ahead = false }, 0},
		{"an embedding may be used again", func(c *Config) { c.Reuse.MaxChange = 0.1 }, 0},
		{"key-frames: as far as the next one, and the next two", func(c *Config) { c.Keyframe.Every = 20 }, 64},
		{"far apart", func(c *Config) { c.Keyframe.Every = 1000 }, 96},
		{"on change", func(c *Config) { c.Keyframe.OnChange = 0.3 }, 12},
		{"in the background", func(c *Config) { c.Keyframe = Keyframe{Every: 20, LatencyBudget: "40ms"} }, 0},
		{"key-frames, switched off", func(c *Config) { c.Keyframe.Every, c.Ahead = 20, false }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := &node{cfg: defaults}
			tt.change(&n.cfg)
			if got := n.Ahead(); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestCertainlyEncoded(t *testing.T) {
	boxes := &nodes.Instances{Items: make([]nodes.Instance, 1)}
	for _, tt := range []struct {
		name  string
		boxes *nodes.Instances
		cfg   Config
		want  bool
	}{
		{"boxes", boxes, Config{}, true},
		{"no boxes", &nodes.Instances{}, Config{}, false},
		{"no input", nil, Config{}, false},
		{"nothing to follow yet", nil, Config{Follow: true}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := &node{cfg: tt.cfg}
			if got := n.certain(tt.boxes); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

// TestAllThreadsForLiveFrames: who is shown no frame before its turn encodes one at a time,
// on all threads, until somebody shows one.
func TestAllThreadsForLiveFrames(t *testing.T) {
	cfg := defaults
	cfg.Threads = 2
	n := openNode(t, nodestest.Env(t), cfg).(*node)
	frame, truth := sceneFrame(t, "synthetic:320x240?objects=1&seed=2", 0)
	packet := func(seq int) nodes.Packet {
		return nodestest.Packet(seq, nodestest.Ports{"frame": frame, "boxes": withoutMasks(truth)})
	}
	for _, tt := range []struct {
		name string
		do   func() error
		want bool
	}{
		{"opened", func() error { return nil }, true},
		{"a frame", func() error { _, err := n.Process(t.Context(), packet(0)); return err }, false},
		{"another one", func() error { _, err := n.Process(t.Context(), packet(1)); return err }, false},
		{"one before its turn", func() error { n.Anticipate(t.Context(), packet(2)); return nil }, true},
		{"its turn", func() error { _, err := n.Process(t.Context(), packet(2)); return err }, true},
	} {
		if err := tt.do(); err != nil {
			t.Fatal(err)
		}
		if n.twice.open != tt.want {
			t.Errorf("%s: two frames at once: %t, want %t", tt.name, n.twice.open, tt.want)
		}
	}
}
