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
