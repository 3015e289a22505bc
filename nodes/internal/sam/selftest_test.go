package sam

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestPictureIsTheReferences: the reference values belong to these very pixels.
func TestPictureIsTheReferences(t *testing.T) {
	f := testPicture()
	defer f.Release()
	rgb := slices.Clone(f.Pix)
	for i := 0; i < len(rgb); i += 3 {
		rgb[i], rgb[i+2] = rgb[i+2], rgb[i]
	}
	sum := sha256.Sum256(rgb)
	if got := hex.EncodeToString(sum[:]); got != "1b80098fccd6cd9cfed17f9dfa6e003672113e84b4b628310c01c8f6d495bc5a" {
		t.Errorf("sha256 of the RGB bytes is %s", got)
	}
}

// TestMistakesAreNamed runs the real model in wrong ways. An encoding takes long, so
// each way is encoded once, and ways that are neither right nor among the wrong ones
// here count as no help.
func TestMistakesAreNamed(t *testing.T) {
	entry, env := nodestest.Model(t, "mobile-sam"), nodestest.Env(t)
	nodestest.Model(t, "onnxruntime")
	m, err := loadModel(env, entry, Options{Name: "mobile-sam"})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	picture := testPicture()
	defer picture.Release()
	wrong := func(change func(*models.Input)) models.Input {
		in := entry.Input
		change(&in)
		return in
	}
	const fixed = "input must have mean [123.675 116.28 103.53] and std [58.395 57.12 57.375]"
	tests := []struct {
		name  string
		input models.Input
		want  string
	}{
		{"right", entry.Input, ""},
		{"BGR", wrong(func(in *models.Input) { in.Order = "bgr" }), "looks like BGR given for RGB: input.order must be rgb"},
		{"raw", wrong(func(in *models.Input) { in.Mean, in.Std = [3]float32{}, [3]float32{1, 1, 1} }), "looks like values of 0 to 255 that are not normalised: " + fixed},
		{"x/255", wrong(func(in *models.Input) { in.Mean, in.Std = [3]float32{}, [3]float32{255, 255, 255} }), "looks like values of 0 to 1 that are not normalised further: " + fixed},
		{"ImageNet's on 0..255", wrong(func(in *models.Input) {
			in.Mean, in.Std = [3]float32{0.485, 0.456, 0.406}, [3]float32{0.229, 0.224, 0.225}
		}), "looks like the mean and deviation of values of 0 to 1, on values of 0 to 255: " + fixed},
		{"stretched", wrong(func(in *models.Input) { in.Stretch = true }), "looks like a picture stretched to the square where it should keep its proportions: input.stretch must be false"},
		{"black before normalising", wrong(func(in *models.Input) { in.Fill = -2 }), "looks like filling before normalising: input.fill must be 0, not -2"},
		{"sizes cut off", wrong(func(in *models.Input) { in.Round = false }), "looks like scaled sizes that are cut off where they should be rounded: input.round must be true"},
	}
	encoded := map[models.Input]*Embedding{}
	for _, tt := range tests {
		encoded[tt.input], err = m.encode(t.Context(), tt.input, picture)
		if err != nil {
			t.Fatal(err)
		}
	}
	nothing := &Embedding{Features: []ort.Tensor{ort.NewTensor(1, 256, 64, 64)}}
	embed := func(in models.Input) (*Embedding, error) {
		if e := encoded[in]; e != nil {
			return e, nil
		}
		return nothing, nil
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := m.judge(t.Context(), tt.input, embed)
			if err != nil {
				t.Fatal(err)
			}
			if p.Mistake != tt.want {
				t.Errorf("got  %s\nwant %s", p.Mistake, tt.want)
			}
			t.Logf("\n%s", p)
		})
	}
	testWrongDecoders(t, m, encoded[entry.Input])
}

// shuffled gives another decoder's answers in a wrong way.
type shuffled struct {
	decoder
	wrong func(Answer) Answer
}

func (s shuffled) decode(ctx context.Context, e *Embedding, prompts []Prompt, each func(int, Answer)) error {
	return s.decoder.decode(ctx, e, prompts, func(i int, a Answer) { each(i, s.wrong(a)) })
}

// testWrongDecoders tries wrong decoders on the right embedding.
func testWrongDecoders(t *testing.T, m *Model, e *Embedding) {
	right := m.decoder
	defer func() { m.decoder = right }()
	for _, tt := range []struct {
		name  string
		wrong func(Answer) Answer
		want  string
	}{
		{"the best of three taken for the single mask", func(a Answer) Answer {
			best := slices.MaxFunc(a[1:], func(x, y Candidate) int { return int(1e4 * (x.IoU - y.IoU)) })
			best.Token = 0
			return Answer{best}
		}, "wrong token policy: the mask that is taken for token 0 looks like token 1 of the reference"},
		{"the single mask behind the others", func(a Answer) Answer {
			out := Answer{}
			for i, at := range []int{1, 2, 3, 0} {
				c := a[at]
				c.Token = i
				out = append(out, c)
			}
			return out
		}, "wrong token policy: the mask that is taken for token 0 looks like token 1 of the reference"},
		{"the best of three, alone", func(a Answer) Answer {
			return Answer{slices.MaxFunc(a[1:], func(x, y Candidate) int { return int(1e4 * (x.IoU - y.IoU)) })}
		}, ""},
		{"another mask altogether", func(a Answer) Answer {
			a[0].IoU = 0.5
			return a
		}, "mask 0 differs though the embedding is right: prompts are given in another way than the decoder takes them (decode: sam), or it belongs to another encoder"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m.decoder = shuffled{right, tt.wrong}
			p, err := m.judge(t.Context(), m.entry.Input, func(models.Input) (*Embedding, error) { return e, nil })
			if err != nil || p.Mistake != tt.want {
				t.Errorf("got  %s, %v\nwant %s", p.Mistake, err, tt.want)
			}
		})
	}
}
