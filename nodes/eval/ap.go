package eval

import (
	"cmp"
	"maps"
	"slices"
)

// maxDetections is how many things of a class count on one picture, best first.
const maxDetections = 100

// curve is how well a class was found, at several IoUs.
type curve struct {
	label             string
	precision, recall []float64
}

// verdict is what became of a found thing at one IoU.
type verdict uint8

const (
	wrong verdict = iota
	right
	ignored // it only hit a crowd
)

// judged is a found thing with a verdict for each IoU.
type judged struct {
	score    float64
	verdicts []verdict
}

// curves is those of each class that is true somewhere, by label.
func curves(pictures []Picture, ious []float64, measure overlap) []curve {
	found := map[string][]judged{}
	positives := map[string]int{}
	for _, p := range pictures {
		truth, detections := byLabel(p.Truth), byLabel(p.Found)
		for label, things := range truth {
			for _, t := range things {
				if !t.Crowd {
					positives[label]++
				}
			}
		}
		for label, list := range detections {
			found[label] = append(found[label], judge(best(list), truth[label], ious, measure)...)
		}
	}
	var out []curve
	for _, label := range slices.Sorted(maps.Keys(positives)) {
		c := curve{label: label}
		all := found[label]
		slices.SortStableFunc(all, func(a, b judged) int { return cmp.Compare(b.score, a.score) })
		for i := range ious {
			precision, recall := area(all, i, positives[label])
			c.precision, c.recall = append(c.precision, precision), append(c.recall, recall)
		}
		out = append(out, c)
	}
	return out
}

func byLabel(objects []Object) map[string][]Object {
	out := map[string][]Object{}
	for _, o := range objects {
		out[o.Label] = append(out[o.Label], o)
	}
	return out
}

// best is things of a class by falling score, those of equal score in their own
// order.
func best(found []Object) []Object {
	slices.SortStableFunc(found, func(a, b Object) int { return cmp.Compare(b.Score, a.Score) })
	return found[:min(len(found), maxDetections)]
}

// judge matches one picture's things of a class, best first, each with the free
// truth that it overlaps most, at every IoU.
func judge(found, truth []Object, ious []float64, measure overlap) []judged {
	out := make([]judged, len(found))
	overlaps := make([][]float64, len(found))
	for i, f := range found {
		out[i] = judged{f.Score, make([]verdict, len(ious))}
		for _, t := range truth {
			overlaps[i] = append(overlaps[i], measure(f, t))
		}
	}
	for at, iou := range ious {
		taken := make([]bool, len(truth))
		least := min(iou, 1-1e-10)
		for i := range found {
			match, most, crowd := -1, least, false
			for j, t := range truth {
				switch o := overlaps[i][j]; {
				case t.Crowd:
					crowd = crowd || o >= least
				case !taken[j] && o >= most:
					match, most = j, o
				}
			}
			switch {
			case match >= 0:
				taken[match] = true
				out[i].verdicts[at] = right
			case crowd:
				out[i].verdicts[at] = ignored
			}
		}
	}
	return out
}

// area is the area under the curve of the best precision that is reached at a
// recall or beyond, sampled at recalls 0, 0.01 … 1; and the recall in the end.
func area(all []judged, at, positives int) (average, recall float64) {
	var recalls, precisions []float64
	hits := 0
	for _, f := range all {
		if f.verdicts[at] == ignored {
			continue
		}
		if f.verdicts[at] == right {
			hits++
		}
		recall = float64(hits) / float64(positives)
		recalls = append(recalls, recall)
		precisions = append(precisions, float64(hits)/float64(len(recalls)))
	}
	for i := len(precisions) - 2; i >= 0; i-- {
		precisions[i] = max(precisions[i], precisions[i+1])
	}
	sum, next := 0.0, 0
	for i := range 101 {
		for next < len(recalls) && recalls[next] < min(1, float64(i)*0.01) {
			next++
		}
		if next < len(recalls) {
			sum += precisions[next]
		}
	}
	return sum / 101, recall
}
