package sam

import (
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestAhead(t *testing.T) {
	c := formCases()[0]
	m, err := openTiny(t, models.Model{Name: "tiny", Decode: c.decode, Input: c.input}, c.encoder, c.decoder)
	if err != nil {
		t.Fatal(err)
	}
	m.inputs = newInputs(2)
	stamp := func(seq uint64) nodes.Stamp { return nodes.Stamp{Stream: "v", Seq: seq} }
	want, err := m.Encode(t.Context(), nodes.Stamp{}, fill(t, 160, 100, 50, 100, 200))
	if err != nil {
		t.Fatal(err)
	}
	ask := func(seq uint64, f *nodes.Frame, wantComputed bool) *Embedding {
		t.Helper()
		e, computed, err := m.Embed(t.Context(), stamp(seq), f)
		if err != nil {
			t.Fatal(err)
		}
		if computed != wantComputed || e.Stamp != stamp(seq) {
			t.Errorf("frame %d: computed %t, want %t; stamp %v", seq, computed, wantComputed, e.Stamp)
		}
		return e
	}
	dark := fill(t, 160, 100, 0, 0, 0)

	frame := fill(t, 160, 100, 50, 100, 200)
	m.Ahead(stamp(1), frame)
	m.Ahead(stamp(1), frame) // once is enough
	clear(frame.Pix)         // it was borrowed for the call
	if e := ask(1, dark, true); !slices.Equal(e.Features[0].Data, want.Features[0].Data) {
		t.Error("another picture was encoded")
	}
	ask(1, dark, false)

	a, b := <-m.inputs, <-m.inputs // everybody is busy
	m.Ahead(stamp(2), fill(t, 160, 100, 50, 100, 200))
	m.inputs <- a
	m.inputs <- b
	if e := ask(2, dark, true); slices.Equal(e.Features[0].Data, want.Features[0].Data) {
		t.Error("it was begun ahead, with nothing to do it with")
	}

	m.die() // what is broken off ahead is done when it is asked for
	m.Ahead(stamp(3), dark)
	ask(3, dark, true)
	m.Ahead(stamp(4), dark) // Close waits for it
}

func TestAheadThreads(t *testing.T) {
	env := nodestest.Env(t)
	env.Threads = 6
	for _, tt := range []struct {
		name string
		o    Options
		want ort.Options
		pays bool
	}{
		{"the graph's", Options{}, ort.Options{Threads: 6, Device: "cpu"}, true},
		{"half of the graph's", Options{Ahead: true}, ort.Options{Threads: 3, Device: "cpu"}, true},
		{"half of its own", Options{Ahead: true, Threads: 4}, ort.Options{Threads: 2, Device: "cpu"}, true},
		{"one is not shared", Options{Ahead: true, Threads: 1}, ort.Options{Threads: 1, Device: "cpu"}, false},
		{"another device", Options{Device: "cuda"}, ort.Options{Threads: 6, Device: "cuda"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.o.run(env); got != tt.want || tt.o.AheadPays(env) != tt.pays {
				t.Errorf("got %+v, pays %t", got, tt.o.AheadPays(env))
			}
		})
	}
}

// TestThreadsAgree: an embedding is the same to the bit whatever the threads, so that
// it does not matter which frames were encoded ahead.
func TestThreadsAgree(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	frame, _ := sceneFrame(t, "synthetic:640x480?objects=5&seed=3", 0)
	var all [][]float32
	for _, threads := range []int{1, 2} {
		m, letGo, err := Open(nodestest.Env(t), Options{Name: "mobile-sam", Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		e, err := m.Encode(t.Context(), nodes.Stamp{}, frame)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e.Features[0].Data)
		if err := letGo(); err != nil {
			t.Error(err)
		}
	}
	if !slices.Equal(all[0], all[1]) {
		t.Error("one thread and two make different embeddings")
	}
}
