package all_test

import (
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/nodes/videosource/scene"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// TestEveryNodeDirectAndOverTheWire holds every built-in node to the contract
// twice: in this process and in a plugin's.
func TestEveryNodeDirectAndOverTheWire(t *testing.T) {
	out := t.TempDir()
	settings := map[string]string{
		"VideoSource":   "uri: 'synthetic:96x64?frames=4'",
		"Detector":      "method: motion",
		"SAMPrompter":   "max_instances: 1",
		"SAMEverything": "{points_per_side: 2, every: 2}",
		"SAMEdges":      "points_per_side: 2",
		"Tracker":       "min_hits: 1",
		"MaskSink":      "{overlay: " + out + "/o.mp4, coco: " + out + "/o.json, masks: " + out + "/m, jsonl: " + out + "/o.jsonl}",
		"Recorder":      "path: '" + out + "/{stream}-{time}.mp4'",
		"VideoServer":   "{http: '127.0.0.1:0/street.mjpg', rtsp: '127.0.0.1:0/street'}",
		"Publisher":     "{url: 'nats://127.0.0.1:1/nobody', flush: 0}", // it does not wait for a broker
	}
	for _, f := range all.Factories() {
		t.Run(f.Type, func(t *testing.T) {
			with, ok := settings[f.Type]
			if !ok {
				t.Fatal("no settings to try it with: add some")
			}
			if strings.HasPrefix(f.Type, "SAM") {
				nodestest.Model(t, "onnxruntime")
				nodestest.Model(t, "mobile-sam")
			}
			wiretest.Check(t, f, with, packets(t, f)...)
		})
	}
}

// packets feed every input of a node with a scene and what is on it.
func packets(t testing.TB, f nodes.Factory) []nodes.Packet {
	t.Helper()
	s, err := scene.Parse("synthetic:128x96?objects=2&seed=4")
	if err != nil {
		t.Fatal(err)
	}
	var packets []nodes.Packet
	for i := range 3 * min(len(f.In), 1) {
		ports := nodestest.Ports{}
		for _, p := range f.In {
			if p.Type == nodes.TypeFrame {
				frame := nodes.NewFrame(s.Width, s.Height, nodes.BGR8, s.Pixels(i), nil)
				t.Cleanup(frame.Release)
				ports[p.Name] = frame
				continue
			}
			found := s.Truth(i)
			for j := range found.Items {
				found.Items[j].Track = 0
			}
			ports[p.Name] = found
		}
		packets = append(packets, nodestest.Packet(i, ports))
	}
	return packets
}
