package samdecoder

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/onnxtest"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// sessions is a decoder, as it is and rewritten, and an embedding.
type sessions struct {
	env                             nodes.Env
	original, batch, prefix, suffix *ort.Session
	embedding                       ort.Tensor
	side                            int64 // of the masks
}

// openReal opens the decoder of MobileSAM.
func openReal(t testing.TB, threads int) *sessions {
	t.Helper()
	m, env := nodestest.Model(t, "mobile-sam"), nodestest.Env(t)
	path, err := env.Models.Path(m, "decoder")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := openAll(t, env, file, threads)
	r.embedding = r.embed(t)
	return r
}

// openFake opens a small decoder with an embedding of no meaning.
func openFake(t testing.TB, d onnxtest.SAMDecoder) *sessions {
	t.Helper()
	r := openAll(t, nodestest.Env(t), d.Model().Bytes(), 1)
	r.embedding = ort.NewTensor(1, d.Channels, d.Side, d.Side)
	for i := range r.embedding.Data {
		r.embedding.Data[i] = float32(i%17)/17 - 0.5
	}
	return r
}

func openAll(t testing.TB, env nodes.Env, file []byte, threads int) *sessions {
	t.Helper()
	nodestest.Model(t, "onnxruntime")
	r := &sessions{env: env}
	batch, err := Batch(file)
	if err != nil {
		t.Fatal(err)
	}
	prefix, err := Prefix(file)
	if err != nil {
		t.Fatal(err)
	}
	suffix, err := Suffix(file)
	if err != nil {
		t.Fatal(err)
	}
	r.original = r.open(t, file, []string{Embedding, PointCoords, PointLabels, MaskInput, HasMask, "orig_im_size"}, []string{Masks, IoU}, threads)
	r.batch, r.prefix, r.suffix = r.open(t, batch, nil, nil, threads), r.open(t, prefix, nil, nil, threads), r.open(t, suffix, nil, nil, threads)
	r.side = r.batch.Outputs()[0].Shape[2]
	return r
}

func (r *sessions) open(t testing.TB, file []byte, inputs, outputs []string, threads int) *ort.Session {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.onnx")
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	s, letGo, err := ort.OpenFile(r.env, "decoder", path, inputs, outputs, ort.Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = letGo() })
	return s
}

// embed encodes a bright square on a shaded ground.
func (r *sessions) embed(t testing.TB) ort.Tensor {
	t.Helper()
	encoder, letGo, err := ort.Open(r.env, nodestest.Model(t, "mobile-sam"), "encoder", ort.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer letGo()
	picture, embedding := ort.NewTensor(1, 3, 1024, 1024), ort.NewTensor(1, 256, 64, 64)
	for i := range picture.Data {
		x, y := i%1024, i/1024%1024
		picture.Data[i] = float32(x+y)/1024 - 1.5
		if x > 300 && x < 600 && y > 200 && y < 500 {
			picture.Data[i] = 1.5
		}
	}
	run(t, encoder, []ort.Tensor{picture}, []ort.Tensor{embedding})
	return embedding
}
