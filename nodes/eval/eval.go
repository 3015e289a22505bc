// Package eval scores what nodes found on pictures against what is true, as the
// COCO benchmark does: average precision and recall of boxes and of masks, and the
// mean IoU of masks. Packages below it score identities over time (tracking) and
// the masks of given things in video (vos), and read files of truth and results.
package eval

import "github.com/maskgraph/maskgraph/nodes"

// Truth is one thing that is on a picture.
type Truth struct {
	nodes.Instance
	// Crowd marks a region of many things of the label. Finding it, or parts of it,
	// counts neither for nor against.
	Crowd bool
}

// Image is one picture: what is on it, and what was found. Labels are compared
// by name.
type Image struct {
	Truth []Truth
	Found []nodes.Instance
}

// BoxAP is the average precision of boxes at an IoU (AP50 at 0.5) as COCO defines
// it: for each class that is true somewhere, precision is interpolated at 101
// recalls; mean is over these classes. Without any truth it is 0 and empty.
func BoxAP(images []Image, iou float64) (mean float64, perClass map[string]float64) {
	perClass = map[string]float64{}
	for _, c := range curves(pictures(images), []float64{iou}, boxOverlap) {
		perClass[c.label] = c.precision[0]
		mean += c.precision[0]
	}
	return mean / float64(max(1, len(perClass))), perClass
}

// BoxAP5095 is the mean of BoxAP at the IoUs 0.50, 0.55 … 0.95, COCO's first number.
func BoxAP5095(images []Image) float64 { return BoxPrecision(pictures(images)).AP }

func pictures(images []Image) []Picture {
	out := make([]Picture, len(images))
	for i, image := range images {
		for _, t := range image.Truth {
			o := object(t.Instance)
			o.Crowd = t.Crowd
			out[i].Truth = append(out[i].Truth, o)
		}
		for _, f := range image.Found {
			out[i].Found = append(out[i].Found, object(f))
		}
	}
	return out
}

func object(in nodes.Instance) Object {
	x, y := float64(in.Box.X1), float64(in.Box.Y1)
	box := [4]float64{x, y, max(0, float64(in.Box.X2)-x), max(0, float64(in.Box.Y2)-y)}
	return Object{Label: in.Label, Score: float64(in.Score), Box: box, Mask: in.Mask}
}

// MeanMaskIoU is the mean IoU of the masks of two lists, one by one: found[i] is
// what was made of truth[i]. A mask that is missing (nil) has IoU 0. No masks at
// all give 0. It panics when the lists differ in length.
func MeanMaskIoU(truth, found []*nodes.Mask) float64 {
	if len(truth) != len(found) {
		panic("eval: the lists of masks differ in length")
	}
	sum := 0.0
	for i, m := range truth {
		if m != nil && found[i] != nil {
			sum += m.IoU(found[i])
		}
	}
	return sum / float64(max(1, len(truth)))
}
