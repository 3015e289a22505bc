package sam

import (
	"fmt"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/models"
)

// TestRepairs needs no model: an encoder agrees with the right input alone.
func TestRepairs(t *testing.T) {
	stretched := normalised
	stretched.Stretch, stretched.Round = true, false
	bgr := normalised
	bgr.Order = "bgr"
	slices.Reverse(bgr.Mean[:])
	slices.Reverse(bgr.Std[:])
	odd := bgr
	odd.Mean = [3]float32{100, 110, 120}
	twice := bgr
	twice.Stretch = true
	for _, tt := range []struct {
		name      string
		in, right models.Input
		want      string
	}{
		{"BGR with its mean", bgr, normalised, "looks like BGR given for RGB: input.order must be rgb, and mean and std stand in that order"},
		{"RGB with its mean", normalised, bgr, "looks like RGB given for BGR: input.order must be bgr, and mean and std stand in that order"},
		{"a mean of one's own", odd, bgr, "looks like a wrong normalisation by mean [100 110 120] and std [57.375 57.12 58.395]: input must have mean [103.53 116.28 123.675] and std [57.375 57.12 58.395]"},
		{"padded for SAM 2", func() models.Input { in := stretched; in.Stretch = false; return in }(), stretched, "looks like a picture that is filled up where it should be stretched to the square: input.stretch must be true"},
		{"rounded", func() models.Input { in := stretched; in.Round = true; return in }(), stretched, "looks like scaled sizes that are rounded where they should be cut off: input.round must be false"},
		{"two mistakes", twice, normalised, "its embedding is another one and no known mistake explains it: the reference belongs to other weights, or ONNX Runtime computes something else"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := encoderMistake(tt.in, func(in models.Input) (bool, error) { return in == tt.right, nil })
			if err != nil || got != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
		})
	}
	broken := fmt.Errorf("no encoder")
	if _, err := encoderMistake(bgr, func(models.Input) (bool, error) { return false, broken }); err != broken {
		t.Errorf("got %v", err)
	}
}
