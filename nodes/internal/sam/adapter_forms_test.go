package sam

import (
	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
)

var normalised = models.Input{
	Width: 1024, Height: 1024, Order: "rgb", Round: true,
	Mean: [3]float32{123.675, 116.28, 103.53}, Std: [3]float32{58.395, 57.12, 57.375},
}

// The colour of the test's frame as the encoders see it.
const (
	red    = float32((200 - 123.675) / 58.395)
	red01  = float32(200) / 255
	red255 = float32(200)
)

type formCase struct {
	decode           string
	input            models.Input
	encoder, decoder *onnx.Model
	red              float32 // of the first cell
	end              float32 // the same of the last one, which is filled where nothing is stretched
	embeddings       []float32
	tokens           []int
	takesMasks       float32 // the highest logit that is let through
	stretched        bool
	token            string
}

func formCases() []formCase {
	set := func(change func(*models.Input)) models.Input {
		in := normalised
		change(&in)
		return in
	}
	plain := func(k int64, embeddings ...string) *onnx.Model {
		p := newProbe()
		for _, name := range embeddings {
			p.embedding(name)
		}
		p.points(1)
		p.mask()
		p.size()
		return p.finish(k, true, []int64{1, k}, []int64{1, k, Grid, Grid})
	}
	worded := newProbe()
	worded.embedding("image_embeddings")
	worded.text(2)
	worded.points(1)
	worded.mask()
	worded.size()
	text := worded.finish(4, true, []int64{1, 4}, []int64{1, 4, Grid, Grid})
	points := func(n int64, scoresFirst bool) *onnx.Model {
		p := newProbe()
		p.embedding("image_embeddings")
		p.points(n)
		return p.finish(4, scoresFirst, []int64{n, 4}, []int64{n, 4, Grid, Grid})
	}
	sam2 := newProbe()
	for _, name := range []string{"image_embed", "high_res_feats_0", "high_res_feats_1"} {
		sam2.embedding(name)
	}
	sam2.points(1)
	sam2.mask()
	three := sam2.finish(3, false, []int64{-1, 3}, []int64{-1, 3, Grid, Grid})
	efficient := newProbe()
	efficient.embedding("image_embeddings")
	efficient.queries()
	asked := efficient.finish(3, false, []int64{1, -1, 3}, []int64{1, -1, 3, Grid, Grid})
	stretch := func(in *models.Input) { in.Stretch = true }
	zeroToOne := func(in *models.Input) {
		in.Stretch, in.Mean, in.Std = true, [3]float32{}, [3]float32{255, 255, 255}
	}
	packed := func(in *models.Input) {
		in.Packed, in.Mean, in.Std = true, [3]float32{}, [3]float32{1, 1, 1}
	}
	half := func(in *models.Input) { in.Width, in.Height, in.Prompts = 512, 512, 1024 }
	four := []int{0, 1, 2, 3}
	return []formCase{
		{"sam-all", normalised, tinyEncoder(1024), plain(4, "image_embeddings"), red, 0, []float32{red}, four, 40, false, "token0"},
		{"sam-all", set(packed), packedEncoder(), plain(4, "image_embeddings"), red255, red255, []float32{red255}, four, 40, false, "token0"},
		{"sam-hq", normalised, tinyEncoder(1024, "inner"), plain(1, "image_embeddings", "inner"), red, 0, []float32{red, 2 * red}, []int{0}, 40, false, "token0"},
		{"edge-sam", normalised, tinyEncoder(1024), points(1, true), red, 0, []float32{red}, four, 0, false, "stability"},
		{"efficientvit-sam", set(half), tinyEncoder(512), points(-1, false), red, 0, []float32{red}, four, 0, false, "best3"},
		{"efficient-sam", set(zeroToOne), tinyEncoder(1024), asked, red01, red01, []float32{red01}, []int{1, 2, 3}, 0, true, "best3"},
		{"sam2", set(stretch), tinyEncoder(1024, "f0", "f1"), three, red, red, []float32{red, 2 * red, 3 * red}, []int{1, 2, 3}, 32, true, "sam2"},
		{"sam-text", normalised, tinyEncoder(1024), text, red, 0, []float32{red, 0, 0, 0}, four, 40, false, "token0"},
	}
}
