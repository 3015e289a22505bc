package ort

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// BenchmarkDevice runs Segment Anything's networks, as they are published, on every
// device that can be used here. differ is the greatest difference from the CPU's
// output.
func BenchmarkDevice(b *testing.B) {
	m := nodestest.Model(b, "mobile-sam")
	env := nodestest.Env(b)
	picture := NewTensor(1, 3, 1024, 1024)
	for i := range picture.Data {
		picture.Data[i] = float32((i*7919)%251)/60 - 2
	}
	embedding := NewTensor(1, 256, 64, 64)
	prompt := []Tensor{
		embedding, {Shape: []int64{1, 3, 2}, Data: []float32{200, 200, 700, 600, 0, 0}}, {Shape: []int64{1, 3}, Data: []float32{2, 3, -1}},
		NewTensor(1, 1, 256, 256), NewTensor(1), {Shape: []int64{2}, Data: []float32{8, 8}},
	}
	want := map[string][]float32{}
	for _, device := range append([]string{CPU}, deviceNames()...) {
		for _, part := range []struct {
			role    string
			in, out []Tensor
		}{
			{"encoder", []Tensor{picture}, []Tensor{NewTensor(1, 256, 64, 64)}},
			{"decoder", prompt, []Tensor{NewTensor(1, 1), NewTensor(1, 1, 256, 256)}},
		} {
			b.Run(device+"/"+part.role, func(b *testing.B) {
				s, letGo, err := Open(env, m, part.role, Options{Device: device})
				if err != nil {
					b.Skip(err)
				}
				defer letGo()
				out := part.out[len(part.out)-1]
				run(b, s, part.in, part.out) // loads what it needs
				if device == CPU {
					want[part.role] = out.Data
					if part.role == "encoder" {
						copy(embedding.Data, out.Data)
					}
				}
				for b.Loop() {
					run(b, s, part.in, part.out)
				}
				differ := float32(0)
				for i, v := range out.Data {
					differ = max(differ, v-want[part.role][i], want[part.role][i]-v)
				}
				b.ReportMetric(float64(differ), "differ")
			})
		}
	}
}

func run(b *testing.B, s *Session, in, out []Tensor) {
	if err := s.Run(b.Context(), in, out); err != nil {
		b.Fatal(err)
	}
}
