package sam

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestEmbeddingAgainstReference compares with the reference pipeline, run in
// Python (testdata/embedding.json says how). Red and blue exchanged give a cosine
// of 0.9993 or less on these pictures, which a look at the masks does not show.
func TestEmbeddingAgainstReference(t *testing.T) {
	var want map[string]json.RawMessage
	data, err := os.ReadFile("testdata/embedding.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	sam := openModel(t, nodestest.Env(t))
	for i, tc := range []struct {
		name   string
		cosine float64 // at least
	}{{"small", 0.99998}, {"large", 0.9998}} {
		t.Run(tc.name, func(t *testing.T) {
			var ref struct {
				URI    string
				Norm   float64
				Every  int
				Values []float64
			}
			if err := json.Unmarshal(want[tc.name], &ref); err != nil {
				t.Fatal(err)
			}
			frame, _ := sceneFrame(t, ref.URI, 10)
			e, _, err := sam.Embed(context.Background(), nodes.Stamp{Seq: uint64(i)}, frame)
			if err != nil {
				t.Fatal(err)
			}
			var dot, a, b, norm float64
			for j, w := range ref.Values {
				g := float64(e.Features[0].Data[j*ref.Every])
				dot, a, b = dot+g*w, a+g*g, b+w*w
			}
			for _, v := range e.Features[0].Data {
				norm += float64(v) * float64(v)
			}
			cosine, scale := dot/math.Sqrt(a*b), math.Sqrt(norm)/ref.Norm
			t.Logf("cosine %.6f, norm %.5f of the reference's", cosine, scale)
			if cosine < tc.cosine || math.Abs(scale-1) > 0.002 {
				t.Errorf("want a cosine of %g", tc.cosine)
			}
		})
	}
}

// TestMaskAgainstTheDecodersOwn compares with the decoder as it was exported, which
// takes the best of three masks for a box and enlarges it inside the network.
func TestMaskAgainstTheDecodersOwn(t *testing.T) {
	env := nodestest.Env(t)
	sam := openModel(t, env)
	full := nodestest.Model(t, "mobile-sam")
	full.Name = "mobile-sam with masks"
	full.Files = append([]models.File(nil), full.Files...)
	for i := range full.Files {
		if full.Files[i].Role == "decoder" {
			full.Files[i].Outputs = []models.Tensor{{Name: "masks", Shape: []int64{-1, -1, -1, -1}}}
		}
	}
	decoder, letGo, err := ort.Open(env, full, "decoder", ort.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer letGo()
	for i, uri := range []string{"synthetic:500x333?objects=3&seed=4", "synthetic:1280x720?objects=3&seed=6"} {
		frame, seen := sceneFrame(t, uri, 3)
		e, _, err := sam.Embed(t.Context(), nodes.Stamp{Seq: uint64(i)}, frame)
		if err != nil {
			t.Fatal(err)
		}
		var prompts []Prompt
		for _, object := range seen.Items {
			prompts = append(prompts, Prompt{Box: object.Box})
		}
		masks := make([]*nodes.Mask, len(prompts))
		if err := sam.Decode(t.Context(), e, prompts, func(i int, a Answer) {
			masks[i] = e.Mask(slices.MaxFunc(a[1:], func(b, c Candidate) int { return cmp.Compare(b.IoU, c.IoU) }).Logits)
		}); err != nil {
			t.Fatal(err)
		}
		sx, sy := e.up.scale()
		for j, mask := range masks {
			b := prompts[j].Box
			full := ort.NewTensor(1, 1, int64(frame.Height), int64(frame.Width))
			in := []ort.Tensor{
				e.Features[0],
				{Shape: []int64{1, 2, 2}, Data: []float32{b.X1 * sx, b.Y1 * sy, b.X2 * sx, b.Y2 * sy}},
				{Shape: []int64{1, 2}, Data: []float32{2, 3}},
				noMask, hasNoMask,
				{Shape: []int64{2}, Data: []float32{float32(frame.Height), float32(frame.Width)}},
			}
			if err := decoder.Run(context.Background(), in, []ort.Tensor{full}); err != nil {
				t.Fatal(err)
			}
			bits := make([]byte, len(full.Data))
			for k, v := range full.Data {
				if v > 0 {
					bits[k] = 1
				}
			}
			own := nodes.MaskFromBitmap(0, 0, frame.Width, frame.Height, bits)
			if iou := mask.IoU(own); iou < 0.9999 {
				t.Errorf("%s, object %d: IoU %.5f with the decoder's own mask", uri, j, iou)
			}
		}
	}
}
