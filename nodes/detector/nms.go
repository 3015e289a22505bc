package detector

import "github.com/maskgraph/maskgraph/nodes"

// suppress is greedy non-maximum suppression: of items that come in the order of
// scores it keeps up to most, none of which overlaps a better one of its class by
// more than maxOverlap (IoU).
func suppress(items []nodes.Instance, maxOverlap float32, most int) []nodes.Instance {
	var kept []nodes.Instance
	for _, it := range items {
		if len(kept) == most {
			break
		}
		if !covered(it, kept, maxOverlap) {
			kept = append(kept, it)
		}
	}
	return kept
}

func covered(it nodes.Instance, by []nodes.Instance, maxOverlap float32) bool {
	for _, better := range by {
		if better.Class == it.Class && better.Box.IoU(it.Box) > maxOverlap {
			return true
		}
	}
	return false
}
