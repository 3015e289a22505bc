package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// memoryTurn is how much a run holds at its peak.
type memoryTurn struct {
	Precision string  `json:"precision"`
	Prompters int     `json:"prompters"`
	PeakMB    float64 `json:"peakMB"`
}

// memory runs graphs with several prompters of one model behind one source.
func (b *bench) memory(ctx context.Context) (all []memoryTurn) {
	w := b.work[len(b.work)-1]
	for _, precision := range []string{"fp32", "int8"} {
		for _, n := range []int{1, 2, 4} {
			if b.quick && n == 4 {
				continue
			}
			var text strings.Builder
			fmt.Fprintf(&text, "version: 1\nnodes:\n  video: {type: VideoSource, with: {uri: %q, max_frames: 2}}\n", w.Source)
			fmt.Fprintf(&text, "  boxes: {type: Detector, in: {frame: video}, with: {method: file, file: {path: %q}}}\n", b.work[1].mot)
			for i := range n {
				fmt.Fprintf(&text, "  masks%d: {type: SAMPrompter, in: {frame: video, boxes: boxes}, with: {precision: %s}}\n", i, precision)
				fmt.Fprintf(&text, "  save%d: {type: MaskSink, in: {frame: video, instances: masks%d}, with: {jsonl: %q}}\n", i, i, filepath.Join(b.dir, fmt.Sprintf("m%d.jsonl", i)))
			}
			file := filepath.Join(b.dir, "memory.yaml")
			if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
				say("memory: %v", err)
				return all
			}
			_, peak, err := start(ctx, "bin/maskgraph", "run", "--quiet", "--checkpoint", "0", file)
			if err != nil {
				say("memory: %s, %d prompters: %v", precision, n, err) // int8 is not for every processor
				break
			}
			say("memory   %s, %d prompters: %.0f MB", precision, n, peak)
			all = append(all, memoryTurn{precision, n, peak})
		}
	}
	return all
}
