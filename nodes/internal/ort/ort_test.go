package ort

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func sam(t testing.TB, role string) *Session {
	t.Helper()
	nodestest.Model(t, "onnxruntime")
	s, letGo, err := Open(nodestest.Env(t), nodestest.Model(t, "mobile-sam"), role, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := letGo(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// decoderInput asks for the mask of a box on an embedding that is no picture's.
func decoderInput(box float32) []Tensor {
	embedding := NewTensor(1, 256, 64, 64)
	for i := range embedding.Data {
		embedding.Data[i] = float32(i%17)/17 - 0.5
	}
	return []Tensor{
		embedding,
		{Shape: []int64{1, 2, 2}, Data: []float32{100, 100, 200 + box, 300}},
		{Shape: []int64{1, 2}, Data: []float32{2, 3}},
		NewTensor(1, 1, 256, 256), NewTensor(1),
		{Shape: []int64{2}, Data: []float32{8, 8}},
	}
}

// TestOneSessionManyGoroutines: while the collector runs all the time, every
// answer is the one that a quiet process gives. A tensor that was collected during
// a run would make it wrong without any error.
func TestOneSessionManyGoroutines(t *testing.T) {
	s := sam(t, "decoder")
	decode := func(box float32) []float32 {
		iou, mask := NewTensor(1, 1), NewTensor(1, 1, 256, 256)
		if err := s.Run(context.Background(), decoderInput(box), []Tensor{iou, mask}); err != nil {
			t.Error(err)
		}
		return mask.Data
	}
	const callers = 4
	var want [callers][]float32
	for i := range want {
		want[i] = decode(float32(50 * i))
	}
	collecting, stop := context.WithCancel(t.Context())
	var collector, work sync.WaitGroup
	collector.Go(func() {
		for collecting.Err() == nil {
			runtime.GC()
		}
	})
	for i := range callers {
		work.Go(func() {
			for range 3 {
				if !slices.Equal(decode(float32(50*i)), want[i]) {
					t.Errorf("caller %d got another mask than alone", i)
				}
			}
		})
	}
	work.Wait()
	stop()
	collector.Wait()
}

func TestCancelBreaksOff(t *testing.T) {
	s := sam(t, "encoder")
	in, out := []Tensor{NewTensor(1, 3, 1024, 1024)}, []Tensor{NewTensor(1, 256, 64, 64)}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond) // an encoding takes longer
	defer cancel()
	if err := s.Run(ctx, in, out); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if err := s.Run(t.Context(), in, out); err != nil {
		t.Errorf("after a run that was broken off: %v", err)
	}
}

func TestModelThatDoesNotFitItsEntry(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	m := nodestest.Model(t, "mobile-sam")
	m.Name = "changed"
	m.Files = slices.Clone(m.Files)
	for i := range m.Files {
		m.Files[i].Inputs = []models.Tensor{{Name: "picture", Shape: []int64{1, 3, 512, 512}}}
	}
	_, _, err := Open(nodestest.Env(t), m, "encoder", Options{Threads: 1})
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{
		"changed encoder: ", " does not fit its entry in models.yaml\n  file:  input ", "[-1 3 1024 1024] -> output ", "\n  entry: picture float [1 3 512 512] -> output float [-1 256 64 64]",
	} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %q", part, err)
		}
	}
}

func TestWrongSizes(t *testing.T) {
	s := sam(t, "encoder")
	err := s.Run(t.Context(), []Tensor{{Shape: []int64{1, 3, 2, 2}, Data: make([]float32, 5)}}, []Tensor{NewTensor(1)})
	if err == nil || !strings.HasPrefix(err.Error(), "mobile-sam encoder: tensor 0: shape [1 3 2 2] with 5 values: ") {
		t.Errorf("got %v", err)
	}
}
