package eval

import (
	"cmp"
	"maps"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// maxDetections is how many boxes of a class count on one picture, best first.
const maxDetections = 100

// BoxAP is the average precision of boxes at an IoU (AP50 at 0.5) as COCO defines
// it: for each class that is true somewhere, precision is interpolated at 101
// recalls; mean is over these classes. Without any truth it is 0 and empty.
func BoxAP(images []Image, iou float64) (mean float64, perClass map[string]float64) {
	perClass = map[string]float64{}
	for _, label := range labels(images) {
		var all []verdict
		positives := 0
		for _, image := range images {
			verdicts, n := judge(image, label, iou)
			all = append(all, verdicts...)
			positives += n
		}
		if positives > 0 {
			perClass[label] = averagePrecision(all, positives)
			mean += perClass[label]
		}
	}
	return mean / float64(max(1, len(perClass))), perClass
}

// BoxAP5095 is the mean of BoxAP at the IoUs 0.50, 0.55 … 0.95, COCO's first number.
func BoxAP5095(images []Image) float64 {
	first, last, sum := 0.5, 0.95, 0.0
	step := (last - first) / 9
	for i := range 10 {
		mean, _ := BoxAP(images, min(last, first+float64(i)*step))
		sum += mean
	}
	return sum / 10
}

// labels is every label of the truth, sorted, so that sums come out the same
// each time.
func labels(images []Image) []string {
	set := map[string]bool{}
	for _, image := range images {
		for _, t := range image.Truth {
			set[t.Label] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// verdict is what became of one detection. Those that only hit a crowd have none.
type verdict struct {
	score float32
	right bool
}

// judge matches one picture's detections of a class, best first, each with the
// free truth that it overlaps most. positives is how many there were to find.
func judge(image Image, label string, iou float64) (verdicts []verdict, positives int) {
	var truth, crowds []Truth
	for _, t := range image.Truth {
		switch {
		case t.Label != label:
		case t.Crowd:
			crowds = append(crowds, t)
		default:
			truth = append(truth, t)
		}
	}
	taken := make([]bool, len(truth))
	for _, found := range best(image.Found, label) {
		match, most := -1, min(iou, 1-1e-10)
		for i, t := range truth {
			if o := overlap(found.Box, t.Box); !taken[i] && o >= most {
				match, most = i, o
			}
		}
		if match >= 0 {
			taken[match] = true
		} else if slices.ContainsFunc(crowds, func(t Truth) bool { return covered(found.Box, t.Box) >= most }) {
			continue
		}
		verdicts = append(verdicts, verdict{found.Score, match >= 0})
	}
	return verdicts, len(truth)
}

// best is the detections of a class by falling score, those of equal score in
// their own order.
func best(found []nodes.Instance, label string) []nodes.Instance {
	of := slices.DeleteFunc(slices.Clone(found), func(f nodes.Instance) bool { return f.Label != label })
	slices.SortStableFunc(of, func(a, b nodes.Instance) int { return cmp.Compare(b.Score, a.Score) })
	return of[:min(len(of), maxDetections)]
}

// averagePrecision is the area under the curve of the best precision that is
// reached at a recall or beyond, sampled at recalls 0, 0.01 … 1.
func averagePrecision(all []verdict, positives int) float64 {
	slices.SortStableFunc(all, func(a, b verdict) int { return cmp.Compare(b.score, a.score) })
	recall, precision := make([]float64, len(all)), make([]float64, len(all))
	right := 0
	for i, v := range all {
		if v.right {
			right++
		}
		recall[i] = float64(right) / float64(positives)
		precision[i] = float64(right) / float64(i+1)
	}
	for i := len(all) - 2; i >= 0; i-- {
		precision[i] = max(precision[i], precision[i+1])
	}
	sum, at := 0.0, 0
	for i := range 101 {
		for at < len(all) && recall[at] < min(1, float64(i)*0.01) {
			at++
		}
		if at < len(all) {
			sum += precision[at]
		}
	}
	return sum / 101
}

// overlap is the IoU of two boxes in double precision: thresholds are sharp.
func overlap(a, b nodes.Box) float64 {
	inter := intersection(a, b)
	return inter / max(area(a)+area(b)-inter, 1e-300)
}

// covered is the share of a box that lies in a crowd.
func covered(a, crowd nodes.Box) float64 { return intersection(a, crowd) / max(area(a), 1e-300) }

func intersection(a, b nodes.Box) float64 {
	w := min(float64(a.X2), float64(b.X2)) - max(float64(a.X1), float64(b.X1))
	h := min(float64(a.Y2), float64(b.Y2)) - max(float64(a.Y1), float64(b.Y1))
	return max(0, w) * max(0, h)
}

func area(b nodes.Box) float64 {
	return max(0, float64(b.X2)-float64(b.X1)) * max(0, float64(b.Y2)-float64(b.Y1))
}
