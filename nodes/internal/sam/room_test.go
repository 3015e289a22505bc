package sam

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/onnxtest"
)

// openTinySplit is a tiny model whose decoder is split, as the public export is.
func openTinySplit(t *testing.T) *Model {
	t.Helper()
	decoder := onnxtest.SAMDecoder{Channels: 256, Side: 64}.Model()
	m, err := openTiny(t, models.Model{Name: "tiny-split", Decode: "sam", Input: normalised}, tinyEncoder(1024), decoder)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := m.decoder.(*split); !ok {
		t.Fatalf("the decoder is a %T", m.decoder)
	}
	return m
}

// answer is what the decoder finds in a box.
func (m *Model) answer(t *testing.T, e *Embedding) (logits []float32) {
	t.Helper()
	box := nodes.Box{X1: 10, Y1: 20, X2: 90, Y2: 80}
	err := m.Decode(t.Context(), e, []Prompt{{Box: box}}, func(_ int, a Answer) { logits = slices.Clone(a[0].Logits) })
	if err != nil {
		t.Error(err)
	}
	return logits
}

// TestFramesLeaveNoGarbage: neither embeddings nor what the decoder makes of them,
// 15 MB together, are allocated for every frame.
func TestFramesLeaveNoGarbage(t *testing.T) {
	m, frame := openTinySplit(t), fill(t, 160, 100, 50, 100, 200)
	work := func(seq int) {
		e, _, err := m.Embed(t.Context(), nodes.Stamp{Seq: uint64(seq)}, frame)
		if err != nil {
			t.Fatal(err)
		}
		defer e.Release()
		m.answer(t, e)
	}
	const first, frames = keepEmbeddings, 5
	var before, after runtime.MemStats
	for seq := range first {
		work(seq)
	}
	runtime.ReadMemStats(&before)
	for seq := range frames {
		work(first + seq)
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / frames; each > 1<<19 { // of which the test's answer is 1<<18
		t.Errorf("%d bytes a frame", each)
	}
}

// TestHeldEmbeddingsStay: whoever holds an embedding reads what was made of its frame,
// whatever others encode, ahead or not, and release meanwhile.
func TestHeldEmbeddingsStay(t *testing.T) {
	m := openTinySplit(t)
	m.inputs = newInputs(2)
	var frames []*nodes.Frame
	var features, answers [][]float32
	for i := range keepEmbeddings + 2 {
		frames = append(frames, fill(t, 160, 100, 0, 0, byte(20*i)))
		e, err := m.Encode(t.Context(), nodes.Stamp{}, frames[i]) // never released
		if err != nil {
			t.Fatal(err)
		}
		features, answers = append(features, e.Features[0].Data), append(answers, m.answer(t, e))
	}
	user := func(seed uint64) {
		random := rand.New(rand.NewPCG(seed, 0))
		var held []*Embedding
		for range 10 {
			at, next := random.IntN(len(frames)), random.IntN(len(frames))
			m.Ahead(nodes.Stamp{Seq: uint64(next)}, frames[next])
			e, _, err := m.Embed(t.Context(), nodes.Stamp{Seq: uint64(at)}, frames[at])
			if err != nil {
				t.Error(err)
				return
			}
			if held = append(held, e); len(held) < 3 {
				continue
			}
			oldest := held[0]
			if of := oldest.Stamp.Seq; !slices.Equal(oldest.Features[0].Data, features[of]) || !slices.Equal(m.answer(t, oldest), answers[of]) {
				t.Errorf("the embedding of frame %d is another one", of)
			}
			oldest.Release()
			held = held[1:]
		}
	}
	var users sync.WaitGroup
	for seed := range uint64(3) {
		users.Go(func() { user(seed) })
	}
	users.Wait()
}

// TestSpareRooms: one is kept for each user, without what Run made in a picture's size.
func TestSpareRooms(t *testing.T) {
	c := formCases()[1]
	c.encoder.Graph.AddNode("Identity", []string{"input_image"}, []string{"pixels"})
	c.encoder.Graph.AddOutput("pixels", onnx.Float32, -1, -1, 3)
	m, err := openTiny(t, models.Model{Name: "tiny-pixels", Decode: c.decode, Input: c.input}, c.encoder, c.decoder)
	if err != nil {
		t.Fatal(err)
	}
	var all []*Embedding
	for range 3 {
		e, err := m.Encode(t.Context(), nodes.Stamp{}, fill(t, 160, 100, 50, 100, 200))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	for _, e := range all {
		e.Release()
	}
	if got := len(m.rooms.free); got != 1 {
		t.Errorf("%d rooms are kept for one user", got)
	}
	e, err := m.Encode(t.Context(), nodes.Stamp{}, fill(t, 100, 100, 50, 100, 200))
	if err != nil {
		t.Fatal(err)
	}
	if want := []int64{1024, 1024, 3}; !slices.Equal(e.Features[1].Shape, want) {
		t.Errorf("an output of the shape %v, want %v", e.Features[1].Shape, want)
	}
	if len(m.rooms.free) != 0 {
		t.Error("the kept room was not used")
	}
}
