package eval

import "github.com/maskgraph/maskgraph/nodes"

// Object is a thing on a picture, in the precision of the files it comes from.
type Object struct {
	Label string
	Score float64     // of a found thing
	Box   [4]float64  // x, y, width, height
	Mask  *nodes.Mask // nil when there is none
	Crowd bool        // of a true thing: see Truth
}

// Picture is what is true of a picture and what was found on it. Pictures come in
// the order of their ids: it decides between equal scores.
type Picture struct{ Truth, Found []Object }

// Precision is how well things were found, 0..1, as COCO defines it, with at most
// 100 things of a class on a picture.
type Precision struct {
	AP      float64          `json:"AP"` // mean over the IoUs 0.50, 0.55 … 0.95
	AP50    float64          `json:"AP50"`
	AP75    float64          `json:"AP75"`
	AR      float64          `json:"AR"`                // recall, mean over the same IoUs
	Classes []ClassPrecision `json:"classes,omitempty"` // by label: those that are true somewhere
}

// ClassPrecision is a Precision of one class.
type ClassPrecision struct {
	Label string `json:"label"`
	Precision
}

// BoxPrecision compares boxes.
func BoxPrecision(pictures []Picture) Precision { return precision(pictures, boxOverlap) }

// MaskPrecision compares masks. A mask that is missing overlaps nothing.
func MaskPrecision(pictures []Picture) Precision { return precision(pictures, maskOverlap) }

// precision is the mean over the classes. Without any truth all is 0.
func precision(pictures []Picture, measure overlap) Precision {
	var p Precision
	list := curves(pictures, cocoIoUs(), measure)
	for _, c := range list {
		class := Precision{AP: mean(c.precision), AP50: c.precision[0], AP75: c.precision[5], AR: mean(c.recall)}
		p.Classes = append(p.Classes, ClassPrecision{c.label, class})
		n := float64(len(list))
		p.AP += class.AP / n
		p.AP50 += class.AP50 / n
		p.AP75 += class.AP75 / n
		p.AR += class.AR / n
	}
	return p
}

func cocoIoUs() []float64 {
	first, last := 0.5, 0.95
	step := (last - first) / 9
	var ious []float64
	for i := range 10 {
		ious = append(ious, min(last, first+float64(i)*step))
	}
	return ious
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// overlap says how much of their union two things share; or, when the true one is
// a crowd, how much of the found one lies in it.
type overlap func(found, truth Object) float64

func boxOverlap(found, truth Object) float64 {
	a, b := found.Box, truth.Box
	w := min(a[0]+a[2], b[0]+b[2]) - max(a[0], b[0])
	h := min(a[1]+a[3], b[1]+b[3]) - max(a[1], b[1])
	if w <= 0 || h <= 0 {
		return 0
	}
	all := a[2] * a[3]
	if !truth.Crowd {
		all += b[2]*b[3] - w*h
	}
	return w * h / all
}

func maskOverlap(found, truth Object) float64 {
	if found.Mask == nil || truth.Mask == nil {
		return 0
	}
	if truth.Crowd {
		return float64(found.Mask.Intersection(truth.Mask)) / float64(max(1, found.Mask.Area()))
	}
	return found.Mask.IoU(truth.Mask)
}
