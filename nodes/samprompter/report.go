package samprompter

import (
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// Report counts runs of the encoder and the decoder. Over all prompters of one
// model, encoder_runs is the number of frames that had prompts.
func (n *node) Report() nodes.Report {
	counters := map[string]int64{
		"encoder_runs":   n.encoderRuns,
		"embedding_hits": n.embeddingHits,
		"decoder_runs":   n.decoderRuns,
		"rejected":       n.rejected,
	}
	if n.cfg.Follow {
		counters["things_followed"] = n.born
	}
	if n.cfg.Reuse.MaxChange > 0 {
		counters["embedding_reuses"] = n.embeddingReuses
	}
	if n.memory.Pointed.Count > 0 {
		counters["pointed_at"] = int64(n.memory.Pointed.Count)
	}
	if n.cfg.Keyframe.on() {
		n.counts.report(counters)
	}
	r := nodes.Report{Counters: counters, Facts: n.sam.Facts(), Warnings: n.warnings}
	if n.idle {
		r.Warnings = append(slices.Clone(r.Warnings), nothing)
	}
	return r
}

// nothing is what a node warns of that was told nothing.
const nothing = "there was nothing to segment: connect boxes to a Detector, set prompts, or click on the page (--http)"

// keyCounts are told in the report.
type keyCounts struct {
	keyframes     [reasons]int64
	carried, late int64 // masks
	waiting       int64 // frames without masks while the key-frame of the first ones is worked on
}

func (k *keyCounts) report(counters map[string]int64) {
	for _, count := range k.keyframes {
		counters["keyframes"] += count
	}
	counters["keyframes_of_new_objects"] = k.keyframes[appear]
	counters["keyframes_of_orders"] = k.keyframes[asked]
	counters["keyframes_of_lost_masks"] = k.keyframes[lose]
	counters["masks_carried"] = k.carried
	counters["masks_late"] = k.late
	counters["frames_before_masks"] = k.waiting
}
