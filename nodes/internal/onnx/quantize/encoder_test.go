package quantize

import (
	"context"
	"errors"
	"math"
	"os"
	"testing"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// encoders is MobileSAM's encoder, as it is and quantized.
func encoders(t testing.TB, threads int) (env nodes.Env, whole, quick *ort.Session) {
	t.Helper()
	nodestest.Model(t, "onnxruntime")
	env = nodestest.Env(t)
	path, err := env.Models.Path(nodestest.Model(t, "mobile-sam"), "encoder")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	small, err := Int8(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(small) > len(file)*6/10 {
		t.Errorf("%d bytes of %d", len(small), len(file))
	}
	return env, open(t, env, file, threads), open(t, env, small, threads)
}

// TestEncoder: this cosine is 0.99995, and goes with masks whose IoU with those of
// the float encoder is 0.990 in the mean.
func TestEncoder(t *testing.T) {
	_, whole, quick := encoders(t, 0)
	in := []ort.Tensor{photo(t)}
	want, got := []ort.Tensor{ort.NewTensor(1, 256, 64, 64)}, []ort.Tensor{ort.NewTensor(1, 256, 64, 64)}
	err := errors.Join(whole.Run(context.Background(), in, want), quick.Run(context.Background(), in, got))
	if err != nil {
		t.Fatal(err)
	}
	var dot, a, b float64
	for i, w := range want[0].Data {
		g, w := float64(got[0].Data[i]), float64(w)
		dot, a, b = dot+g*w, a+g*g, b+w*w
	}
	cosine := dot / math.Sqrt(a*b)
	t.Logf("cosine of the embeddings %.5f", cosine)
	if cosine < 0.9995 {
		t.Error("want 0.9995")
	}
}

// photo is one of the shared pictures as the encoder's input.
func photo(t testing.TB) ort.Tensor {
	t.Helper()
	mat := gocv.IMRead(nodestest.Shared(t, "data/images/000000404484.jpg"), gocv.IMReadColor)
	frame, err := cv.Adopt(mat)
	if err != nil {
		t.Fatal(err)
	}
	defer frame.Release()
	in := nodestest.Model(t, "mobile-sam").Input
	planes := cv.Planes{
		Width: in.Width, Height: in.Height, Round: in.Round, Smooth: true,
		RGB: in.Order == "rgb", Mean: in.Mean, Std: in.Std, Fill: in.Fill,
	}
	tensor := ort.NewTensor(1, 3, 1024, 1024)
	if err := planes.Write(frame, tensor.Data); err != nil {
		t.Fatal(err)
	}
	return tensor
}
