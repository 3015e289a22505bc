package sam

import (
	"fmt"
	"slices"
	"strings"

	"github.com/maskgraph/maskgraph/models"
)

// The ways in which pictures are normalised, for planes in the order red, green,
// blue.
var normalisations = []struct {
	mean, std [3]float32
	what      string
}{
	{[3]float32{123.675, 116.28, 103.53}, [3]float32{58.395, 57.12, 57.375}, "values normalised by mean and deviation"},
	{[3]float32{}, [3]float32{1, 1, 1}, "values of 0 to 255 that are not normalised"},
	{[3]float32{}, [3]float32{255, 255, 255}, "values of 0 to 1 that are not normalised further"},
	{[3]float32{0.485, 0.456, 0.406}, [3]float32{0.229, 0.224, 0.225}, "the mean and deviation of values of 0 to 1, on values of 0 to 255"},
}

// repair is a change to an entry's input, and what was wrong if it helps.
type repair struct {
	input   models.Input
	mistake string
}

// repairs are the inputs that differ from in by one well-known mistake.
func repairs(in models.Input) []repair {
	return slices.Concat(orderRepairs(in), normalisationRepairs(in), shapeRepairs(in))
}

func (r repair) with(change func(*models.Input)) repair {
	change(&r.input)
	return r
}

func orderRepairs(in models.Input) []repair {
	is, should := "rgb", "bgr"
	if in.Order == "bgr" {
		is, should = should, is
	}
	mistake := fmt.Sprintf("looks like %s given for %s: input.order must be %s", strings.ToUpper(is), strings.ToUpper(should), should)
	other := func(in *models.Input) { in.Order = should }
	list := []repair{repair{in, mistake}.with(other)}
	if in.Mean[0] != in.Mean[2] || in.Std[0] != in.Std[2] {
		list = append(list, repair{in, mistake + ", and mean and std stand in that order"}.with(func(in *models.Input) {
			other(in)
			slices.Reverse(in.Mean[:])
			slices.Reverse(in.Std[:])
		}))
	}
	return list
}

func normalisationRepairs(in models.Input) (list []repair) {
	for _, n := range normalisations {
		if in.Order == "bgr" {
			slices.Reverse(n.mean[:])
			slices.Reverse(n.std[:])
		}
		if n.mean != in.Mean || n.std != in.Std {
			mistake := fmt.Sprintf("looks like %s: input must have mean %v and std %v", whatIs(in), n.mean, n.std)
			list = append(list, repair{in, mistake}.with(func(in *models.Input) { in.Mean, in.Std = n.mean, n.std }))
		}
	}
	return list
}

func shapeRepairs(in models.Input) []repair {
	stretch := "looks like a picture that is filled up where it should be stretched to the square: input.stretch must be true"
	if in.Stretch {
		stretch = "looks like a picture stretched to the square where it should keep its proportions: input.stretch must be false"
	}
	round := "looks like scaled sizes that are cut off where they should be rounded: input.round must be true"
	if in.Round {
		round = "looks like scaled sizes that are rounded where they should be cut off: input.round must be false"
	}
	list := []repair{
		repair{in, stretch}.with(func(in *models.Input) { in.Stretch = !in.Stretch }),
		repair{in, round}.with(func(in *models.Input) { in.Round = !in.Round }),
	}
	if in.Fill != 0 {
		mistake := fmt.Sprintf("looks like filling before normalising: input.fill must be 0, not %g", in.Fill)
		list = append(list, repair{in, mistake}.with(func(in *models.Input) { in.Fill = 0 }))
	}
	return list
}

// whatIs is how an entry has its pictures normalised, in words.
func whatIs(in models.Input) string {
	mean, std := in.Mean, in.Std
	if in.Order == "bgr" {
		slices.Reverse(mean[:])
		slices.Reverse(std[:])
	}
	for _, n := range normalisations {
		if n.mean == mean && n.std == std {
			return n.what
		}
	}
	return fmt.Sprintf("a wrong normalisation by mean %v and std %v", in.Mean, in.Std)
}

// encoderMistake names the first repair after which an encoder agrees with its
// reference.
func encoderMistake(in models.Input, agrees func(models.Input) (bool, error)) (string, error) {
	for _, r := range repairs(in) {
		ok, err := agrees(r.input)
		if err != nil {
			return "", err
		}
		if ok {
			return r.mistake, nil
		}
	}
	return "its embedding is another one and no known mistake explains it: the reference belongs to other weights, or ONNX Runtime computes something else", nil
}
