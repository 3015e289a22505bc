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
			if i+1 < len(packets) {
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

func TestNotAhead(t *testing.T) {
	boxes := &nodes.Instances{Items: make([]nodes.Instance, 1)}
	for _, tt := range []struct {
		name   string
		change func(*Config)
		boxes  *nodes.Instances
		want   bool
	}{
		{"boxes", func(*Config) {}, boxes, true},
		{"no boxes", func(*Config) {}, &nodes.Instances{}, false},
		{"no input", func(*Config) {}, nil, false},
		{"switched off", func(c *Config) { c.Ahead = false }, boxes, false},
		{"an embedding may be used again", func(c *Config) { c.Reuse.MaxChange = 0.1 }, boxes, false},
		{"masks may be carried", func(c *Config) { c.Keyframe.Every = 3 }, boxes, false},
		{"nothing to follow yet", func(c *Config) { c.Follow = true }, nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := &node{cfg: defaults}
			tt.change(&n.cfg)
			if got := n.certain(tt.boxes); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}
