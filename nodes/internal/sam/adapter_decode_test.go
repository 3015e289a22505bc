package sam

import (
	"fmt"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
)

// shown is what a probe shows of a prompt's points.
func (c formCase) shown(x, y []float32, labels ...float32) []float32 {
	values := slices.Clone(c.embeddings)
	sy := float32(0.64)
	if c.stretched {
		sy = 1.024
	}
	fixed := c.decode == "efficient-sam"
	if labels[len(labels)-1] == labelPadding && c.stretched { // these pad by themselves
		labels = labels[:len(labels)-1]
	}
	var coords []float32
	for i, label := range labels {
		if label == labelPadding {
			coords = append(coords, 0, 0)
		} else {
			coords = append(coords, x[i]*0.64, y[i]*sy)
		}
	}
	for fixed && len(labels) < 6 {
		coords, labels = append(coords, -4, -4), append(labels, labelPadding) // -1 times 1024/256
	}
	return slices.Concat(values, coords, labels)
}

func TestForms(t *testing.T) {
	for i, c := range formCases() {
		t.Run(fmt.Sprint(i, " ", c.decode), func(t *testing.T) {
			m, err := openTiny(t, models.Model{Name: fmt.Sprint("tiny-", i), Decode: c.decode, Input: c.input}, c.encoder, c.decoder)
			if err != nil {
				t.Fatal(err)
			}
			e, err := m.Encode(t.Context(), nodes.Stamp{}, fill(t, 1600, 1000, 50, 100, 200))
			if err != nil {
				t.Fatal(err)
			}
			f := e.Features[0].Data
			if got := m.Token(); got != c.token {
				t.Errorf("token policy %q, want %q", got, c.token)
			}
			near(t, "embedding", []float32{f[0], f[4095]}, []float32{c.red, c.end})
			if c.input.Packed {
				near(t, "mean colour and shape", []float32{f[4096], f[2*4096], f[3*4096], f[4*4096]}, []float32{100, 50, 640, 1024})
			}
			c.checkAnswers(t, m, e)
		})
	}
}

func (c formCase) checkAnswers(t *testing.T, m *Model, e *Embedding) {
	box := nodes.Box{X1: 100, Y1: 200, X2: 300, Y2: 400}
	point := nodes.Point{X: 150.5, Y: 250.5}
	prompts := []Prompt{{Box: box}, {Points: []nodes.Point{point}}, {Box: box, Points: []nodes.Point{point}}, {Box: nodes.Box{X2: 1600, Y2: 1000}}}
	want := [][]float32{
		c.shown([]float32{100, 300}, []float32{200, 400}, 2, 3),
		c.shown([]float32{150, 0}, []float32{250, 0}, 1, -1),
		c.shown([]float32{150, 100, 300}, []float32{250, 200, 400}, 1, 2, 3),
		c.shown([]float32{0, 1600}, []float32{0, 1000}, 2, 3),
	}
	if c.takesMasks > 0 {
		logits := make([]float32, Grid*Grid)
		logits[7] = 40
		prompts = append(prompts, Prompt{Box: box, Logits: logits})
		for i := range want {
			want[i] = append(want[i], 0, 0)
		}
		want = append(want, append(c.shown([]float32{100, 300}, []float32{200, 400}, 2, 3), c.takesMasks, 1))
	}
	seen := map[int]bool{}
	err := m.Decode(t.Context(), e, prompts, func(i int, a Answer) {
		seen[i] = true
		if len(a) != len(c.tokens) {
			t.Fatalf("prompt %d: %d masks, want %d", i, len(a), len(c.tokens))
		}
		for k, got := range a {
			if got.Token != c.tokens[k] {
				t.Errorf("prompt %d, mask %d: token %d, want %d", i, k, got.Token, c.tokens[k])
			}
			near(t, "score", []float32{got.IoU}, []float32{float32(k+1) / 10})
			times := slices.Clone(want[i])
			for j := range times {
				times[j] *= float32(k + 1)
			}
			near(t, fmt.Sprintf("prompt %d, mask %d", i, k), got.Logits[:len(times)+1], append(times, 0))
		}
	})
	if err != nil || len(seen) != len(prompts) {
		t.Fatalf("%d answers to %d prompts, %v", len(seen), len(prompts), err)
	}
}

func near(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if d := got[i] - want[i]; !(d < 2e-3 && d > -2e-3) {
			t.Errorf("%s: got %v, want %v", what, got, want)
			return
		}
	}
}

// TestTextPrompts: words alone, and beside a point.
func TestTextPrompts(t *testing.T) {
	c := formCases()[7]
	m, err := openTiny(t, models.Model{Name: "tiny", Decode: c.decode, Input: c.input}, c.encoder, c.decoder)
	if err != nil {
		t.Fatal(err)
	}
	e, err := m.Encode(t.Context(), nodes.Stamp{}, fill(t, 1600, 1000, 50, 100, 200))
	if err != nil {
		t.Fatal(err)
	}
	words := []float32{0.6, 0.8}
	prompts := []Prompt{{Text: words}, {Text: words, Points: []nodes.Point{{X: 150.5, Y: 250.5}}}, {Points: []nodes.Point{{X: 150.5, Y: 250.5}}}}
	want := [][]float32{
		{red, 0.6, 0.8, 1, 0, 0, -1, 0, 0},
		{red, 0.6, 0.8, 1, 96, 160, 0, 0, 1, -1, 0, 0},
		{red, 0, 0, 0, 96, 160, 0, 0, 1, -1, 0, 0},
	}
	err = m.Decode(t.Context(), e, prompts, func(i int, a Answer) { near(t, "prompt", a[0].Logits[:len(want[i])], want[i]) })
	if err != nil {
		t.Fatal(err)
	}
}
