package tracker

import (
	"time"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// at is an instance of 40x80 pixels around a place.
func at(x, y float64) nodes.Instance { return sized(x, y, 40, 80) }

func sized(x, y, w, h float64) nodes.Instance {
	return nodes.Instance{Score: 0.7, Class: 0, Label: "person", Box: nodes.Box{
		X1: float32(x - w/2), Y1: float32(y - h/2), X2: float32(x + w/2), Y2: float32(y + h/2),
	}}
}

func scored(in nodes.Instance, score float32) nodes.Instance {
	in.Score = score
	return in
}

// ids runs a scene, given as the instances at each of some times in seconds.
func ids(f *Follower, times []float64, scene func(s float64) []nodes.Instance) [][]int {
	var all [][]int
	for _, s := range times {
		row := []int{}
		for _, seen := range f.Update(time.Duration(s*float64(time.Second)), scene(s), nil) {
			row = append(row, seen.Track)
		}
		all = append(all, row)
	}
	return all
}

// every is the times from..to, step seconds apart.
func every(step, from, to float64) []float64 {
	var times []float64
	for i := 0; from+float64(i)*step < to+1e-9; i++ {
		times = append(times, from+float64(i)*step)
	}
	return times
}

func with(change func(*Config)) Config {
	c := defaults
	change(&c)
	return c
}

func drawInstances(t *rapid.T) []nodes.Instance {
	var found []nodes.Instance
	for range rapid.IntRange(0, 6).Draw(t, "instances") {
		in := at(float64(rapid.IntRange(0, 12).Draw(t, "x")*10), float64(rapid.IntRange(0, 12).Draw(t, "y")*10))
		in.Score = float32(rapid.IntRange(0, 10).Draw(t, "score")) / 10
		if rapid.Bool().Draw(t, "mask") {
			in.Mask = oval(in.Box)
		}
		found = append(found, in)
	}
	return found
}

// oval is the ellipse inside a box.
func oval(b nodes.Box) *nodes.Mask {
	return drawn(b, func(x, y float64) bool { return x*x+y*y <= 1 })
}

// drawn is the mask of where inside is true, in coordinates from -1 to 1.
func drawn(b nodes.Box, inside func(x, y float64) bool) *nodes.Mask {
	w, h := int(b.Width()), int(b.Height())
	bits := make([]byte, w*h)
	for i := range bits {
		x, y := (float64(i%w)+0.5)/float64(w)*2-1, (float64(i/w)+0.5)/float64(h)*2-1
		if inside(x, y) {
			bits[i] = 1
		}
	}
	return nodes.MaskFromBitmap(int(b.X1), int(b.Y1), w, h, bits)
}

func masked(in nodes.Instance, inside func(x, y float64) bool) nodes.Instance {
	in.Mask = drawn(in.Box, inside)
	return in
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
