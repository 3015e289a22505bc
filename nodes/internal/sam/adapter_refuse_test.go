package sam

import (
	"fmt"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
)

func TestFormRefusals(t *testing.T) {
	cases := formCases()
	points := make([]nodes.Point, 7)
	for i := range points {
		points[i] = nodes.Point{X: 10, Y: float32(10 + i)}
	}
	for _, tt := range []struct {
		name   string
		form   int
		prompt Prompt
		want   string
	}{
		{"a mask for EdgeSAM", 3, Prompt{Points: points[:1], Logits: noMask.Data}, "tiny: prompt 0: its decoder takes no mask as a prompt"},
		{"background for EfficientSAM", 5, Prompt{Points: []nodes.Point{{X: 1, Y: 1, Background: true}}}, "tiny: prompt 0: its decoder takes no points of the background"},
		{"seven points", 5, Prompt{Points: points}, "tiny: prompt 0: its decoder takes at most 6 points, a box being two of them; got 7"},
		{"a box and five points", 5, Prompt{Points: points[:5], Box: nodes.Box{X2: 9, Y2: 9}}, "tiny: prompt 0: its decoder takes at most 6 points, a box being two of them; got 7"},
		{"words for EdgeSAM", 3, Prompt{Text: []float32{1}}, "tiny: prompt 0: its decoder takes no text as a prompt"},
		{"an embedding of another length", 7, Prompt{Text: []float32{1}}, "tiny: prompt 0: its decoder takes embeddings of text with 2 values, its text-encoder gives 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := cases[tt.form]
			m, err := openTiny(t, models.Model{Name: "tiny", Decode: c.decode, Input: c.input}, c.encoder, c.decoder)
			if err != nil {
				t.Fatal(err)
			}
			e, err := m.Encode(t.Context(), nodes.Stamp{}, fill(t, 64, 64, 0, 0, 0))
			if err != nil {
				t.Fatal(err)
			}
			err = m.Decode(t.Context(), e, []Prompt{tt.prompt}, func(int, Answer) { t.Error("an answer") })
			if fmt.Sprint(err) != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestFormMismatch(t *testing.T) {
	cases := formCases()
	for _, tt := range []struct {
		name, decode string
		model        int // whose files
		want         string
	}{
		{"EdgeSAM called SAM 2", "sam2", 3, "model tiny: a model of the form sam2 has an encoder with 3 outputs and a decoder with 7 inputs and 2 outputs; its entry has 1, 3 and 2"},
		{"scores and masks exchanged", "efficientvit-sam", 3, "tiny: decoder gives scores of shape [1 4 256 256] and masks of shape [1 4], want 1 to 4 of 256x256 a prompt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := cases[tt.model]
			m, err := openTiny(t, models.Model{Name: "tiny", Decode: tt.decode, Input: c.input}, c.encoder, c.decoder)
			if err == nil {
				e, encodeErr := m.Encode(t.Context(), nodes.Stamp{}, fill(t, 64, 64, 0, 0, 0))
				if encodeErr != nil {
					t.Fatal(encodeErr)
				}
				err = m.Decode(t.Context(), e, []Prompt{{Box: nodes.Box{X2: 9, Y2: 9}}}, func(int, Answer) { t.Error("an answer") })
			}
			if !strings.HasPrefix(fmt.Sprint(err), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

// TestPlainExport: any encoder with the signature of SAM ViT-B, L and H or MobileSAM,
// with a decoder whose insides are not those of the public export, is decoded prompt by
// prompt.
func TestPlainExport(t *testing.T) {
	p := newProbe()
	p.embedding("image_embeddings")
	p.points(1)
	p.mask()
	p.size()
	decoder := p.finish(1, true, []int64{1, 1}, []int64{1, 1, Grid, Grid})
	m, err := openTiny(t, models.Model{Name: "tiny", Decode: "sam", Input: normalised}, tinyEncoder(1024), decoder)
	if err != nil {
		t.Fatal(err)
	}
	e, err := m.Encode(t.Context(), nodes.Stamp{}, fill(t, 1600, 1000, 50, 100, 200))
	if err != nil {
		t.Fatal(err)
	}
	box := nodes.Box{X1: 100, Y1: 200, X2: 300, Y2: 400}
	want := []struct {
		token int
		shown []float32
	}{
		{1, []float32{red, 64, 128, 192, 256, 2, 3, 0, 0}},
		{0, []float32{red, 64, 128, 192, 256, 0, 0, 2, 3, -1, 0, 0}},
	}
	err = m.Decode(t.Context(), e, []Prompt{{Box: box}, {Box: box, Single: true}}, func(i int, a Answer) {
		if len(a) != 1 || a[0].Token != want[i].token {
			t.Errorf("prompt %d: token %d of %d masks, want %d", i, a[0].Token, len(a), want[i].token)
		}
		near(t, "prompt", a[0].Logits[:len(want[i].shown)], want[i].shown)
	})
	if err != nil {
		t.Fatal(err)
	}
}
