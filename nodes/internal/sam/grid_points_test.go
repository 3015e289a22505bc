package sam

import (
	"slices"
	"testing"
)

func TestGridPoints(t *testing.T) {
	points := GridPoints(4, 800, 600)
	for _, tc := range []struct {
		name string
		i    int
		x, y float32 // (i+0.5)/4 of the picture, and half a pixel
	}{
		{"first", 0, 100.5, 75.5},
		{"to its right", 1, 300.5, 75.5},
		{"next row", 4, 100.5, 225.5},
		{"last", 15, 700.5, 525.5},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if p := points[tc.i]; p.X != tc.x || p.Y != tc.y || p.Background {
				t.Errorf("got %v, want %g, %g", p, tc.x, tc.y)
			}
		})
	}
	if len(points) != 16 {
		t.Errorf("%d points, want 16", len(points))
	}
	prompts := PointPrompts(points)
	if len(prompts) != 16 || len(prompts[5].Points) != 1 || prompts[5].Points[0] != points[5] || prompts[5].HasBox() || prompts[5].Single {
		t.Errorf("%d prompts, the sixth %v", len(prompts), prompts[5])
	}
	e := &Embedding{up: newUpsampler(square, 800, 600)} // 1.28 of the square for a pixel
	coords, labels := e.tokens(prompts[0])
	if want := []float32{128, 96, 0, 0}; !slices.Equal(coords, want) || !slices.Equal(labels, []float32{1, -1}) {
		t.Errorf("the decoder is sent %v %v, want %v", coords, labels, want)
	}
}

func TestAmbiguous(t *testing.T) {
	for _, tc := range []struct {
		name   string
		tokens []int
		want   []int
	}{
		{"all four", []int{0, 1, 2, 3}, []int{1, 2, 3}},
		{"one of the three", []int{1}, []int{1}},
		{"the single one", []int{0}, []int{0}},
		{"none", nil, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var a Answer
			for _, token := range tc.tokens {
				a = append(a, Candidate{Token: token})
			}
			var got []int
			for _, c := range a.Ambiguous() {
				got = append(got, c.Token)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
