package detector

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
	"github.com/maskgraph/maskgraph/nodes/eval/truth"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// picture is an image file as a frame, which is released with the test.
func picture(t *testing.T, path string) *nodes.Frame {
	t.Helper()
	f, err := cv.ReadPicture(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Release)
	return f
}

// TestModelsFind wants the AP50 that the models reached on these photos of COCO,
// 0.553 and 0.495, less what another processor may change.
func TestModelsFind(t *testing.T) {
	pictures, err := truth.Images(nodestest.Shared(t, filepath.Join("data", "images")))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		model string
		least float64
	}{
		{"yolox-nano", 0.53},
		{"nanodet-m", 0.47},
	} {
		t.Run(tt.model, func(t *testing.T) {
			nodestest.Model(t, tt.model)
			n := opened(t, "{model: "+tt.model+", min_score: 0.01}")
			images := make([]eval.Image, len(pictures))
			for i, p := range pictures {
				images[i] = eval.Image{Truth: p.Truth, Found: look(t, n, i, picture(t, p.Path)).Items}
			}
			ap, classes := eval.BoxAP(images, 0.5)
			t.Logf("AP50 %.3f over %d classes, AP50:95 %.3f", ap, len(classes), eval.BoxAP5095(images))
			if ap < tt.least {
				t.Errorf("AP50 is %.3f, want at least %.3f", ap, tt.least)
			}
		})
	}
}

// TestModelContract runs the conformance test with a real model.
func TestModelContract(t *testing.T) {
	nodestest.Model(t, "yolox-nano")
	nodestest.Check(t, Factory, "{model: yolox-nano}", packets(t, 320, 240, 3)...)
}

// TestModelCancelled expects the context's error and no answer.
func TestModelCancelled(t *testing.T) {
	nodestest.Model(t, "yolox-nano")
	n := opened(t, "{model: yolox-nano}")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := n.Process(ctx, packets(t, 64, 64, 1)[0]); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
