package sam

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestReferenceMode compares with the same values as TestEmbeddingAgainstReference, on
// the picture that shrinks: resized by Pillow's filter, nothing is left to differ but
// the version of ONNX Runtime.
func TestReferenceMode(t *testing.T) {
	data, err := os.ReadFile("testdata/embedding.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Large struct {
			URI    string
			Norm   float64
			Every  int
			Values []float32
		}
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	entry := nodestest.Model(t, "mobile-sam")
	nodestest.Model(t, "onnxruntime")
	m, err := loadModel(nodestest.Env(t), entry, Options{Name: "mobile-sam", Resize: "reference"})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	frame, _ := sceneFrame(t, golden.Large.URI, 10)
	e, err := m.Encode(t.Context(), nodes.Stamp{}, frame)
	if err != nil {
		t.Fatal(err)
	}
	ref := &models.Reference{Norm: golden.Large.Norm, Every: golden.Large.Every, Values: golden.Large.Values}
	cosine, norm, err := compare(ref, e)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("cosine %.7f, length %.6f of the reference's", cosine, norm)
	if cosine < 0.99999 || norm < 0.9999 || norm > 1.0001 {
		t.Errorf("cosine %.7f, length %.6f of the reference's", cosine, norm)
	}
}

func TestResizeSetting(t *testing.T) {
	for resize, want := range map[string]string{"": "", "fast": "", "reference": "", "best": `resize: want fast or reference, got "best"`} {
		got := ""
		if err := (Options{Name: "mobile-sam", Resize: resize}).Validate(); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", resize, got, want)
		}
	}
}

// TestStretchedMasks: a picture that was stretched has its masks enlarged in one step.
func TestStretchedMasks(t *testing.T) {
	const w, h = 300, 171
	u := newUpsampler(cv.Planes{Width: 1024, Height: 1024, Stretch: true}, w, h)
	logits := blobs(rand.New(rand.NewPCG(5, 5)))
	in := make([]float64, len(logits))
	for i, v := range logits {
		in[i] = float64(v)
	}
	raw := make([]byte, w*h)
	for i, v := range resizeBilinear(in, Grid, Grid, w, h) {
		if v > 0 {
			raw[i] = 1
		}
	}
	want, got := nodes.MaskFromBitmap(0, 0, w, h, raw), u.mask(logits)
	if differ := got.Area() + want.Area() - 2*got.Intersection(want); differ > 2 || want.Area() < 1000 {
		t.Errorf("%d of %d pixels differ", differ, want.Area())
	}
}
