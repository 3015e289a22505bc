// Package sam is the Segment Anything family of models (Kirillov et al., 2023): an
// image encoder that runs once a frame, and a decoder that answers prompts with
// masks. The nodes of a process that name the same model share it, and the
// embeddings of the latest frames with it.
package sam

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/quantize"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/rewrite"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
)

// Model is one Segment Anything model, loaded. Its methods may be called by
// several goroutines at once.
type Model struct {
	entry   models.Model
	encoder *ort.Session
	decoder decoder
	letGo   []func() error
	exact   bool // resize mode reference
	int8    bool // precision int8

	cache embeddings
	rooms pool[room]

	up     atomic.Pointer[upsampler] // of the last picture
	inputs inputs
	life   context.Context // until Close
	die    context.CancelFunc
	ahead  sync.WaitGroup
}

// Open loads a model, or shares it with the nodes that have it open with the same
// options; the function lets go of it. A model whose entry has reference values must
// have passed its self-test on this machine, or passes it now.
func Open(env nodes.Env, o Options) (*Model, func() error, error) {
	run := o.run(env)
	key := fmt.Sprintf("sam/%s/%+v/%t/%t/%t", o.Name, run, o.exact(), o.int8(), o.Ahead)
	m, letGo, err := nodes.Share(env.Shared, key, func() (*Model, error) {
		entry, err := models.Lookup(o.Name)
		if err != nil {
			return nil, err
		}
		m, err := loadModel(env, entry, o)
		if err != nil {
			return nil, err
		}
		if err := m.prove(env); err != nil {
			return nil, errors.Join(err, m.Close())
		}
		return m, nil
	})
	if err != nil {
		return nil, nil, err
	}
	m.cache.users.Add(1)
	return m, sync.OnceValue(func() error {
		m.cache.users.Add(-1)
		return letGo()
	}), nil
}

func loadModel(env nodes.Env, entry models.Model, o Options) (*Model, error) {
	m := &Model{entry: entry, exact: o.exact(), int8: o.int8(), inputs: newInputs(o.atOnce())}
	m.life, m.die = context.WithCancel(context.Background())
	if err := m.load(env, o); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

func (m *Model) load(env nodes.Env, o Options) error {
	encoder, letGo, err := m.openEncoder(env, o.run(env))
	if err != nil {
		return err
	}
	m.encoder, m.letGo = encoder, append(m.letGo, letGo)
	m.decoder, letGo, err = openDecoder(env, m.entry, o)
	if err != nil {
		return err
	}
	m.letGo = append(m.letGo, letGo)
	return nil
}

func (m *Model) openEncoder(env nodes.Env, run ort.Options) (*ort.Session, func() error, error) {
	if !m.int8 {
		return ort.Open(env, m.entry, "encoder", run)
	}
	if !quantize.HasVNNI() {
		return nil, nil, errors.New("precision: int8 needs a processor with VNNI instructions; on this one it would be slower and less exact than fp32")
	}
	path, err := rewrite.Path(env.Models, m.entry, "encoder", rewrite.Int8)
	if err != nil {
		return nil, nil, err
	}
	return ort.OpenFile(env, m.entry.Name+" int8 encoder", path, nil, nil, run)
}

// Embed is the embedding of a frame, and whether it was computed for this call: a
// node that asks for the same stamp later, or meanwhile, gets the same one. Each
// releases it.
func (m *Model) Embed(ctx context.Context, stamp nodes.Stamp, frame *nodes.Frame) (*Embedding, bool, error) {
	return m.cache.get(ctx, stamp, func() (*Embedding, error) { return m.Encode(ctx, stamp, frame) })
}

// Encode runs the encoder, whatever was encoded before: for pictures that are no
// frame, such as a part of one. The caller releases the embedding.
func (m *Model) Encode(ctx context.Context, stamp nodes.Stamp, picture *nodes.Frame) (*Embedding, error) {
	e, err := m.encode(ctx, m.entry.Input, picture)
	if err != nil {
		return nil, err
	}
	e.Stamp = stamp
	return e, nil
}

// Decode gives each the answer to every prompt on an encoded frame, in an order of
// its own. An Answer is good until each returns.
func (m *Model) Decode(ctx context.Context, e *Embedding, prompts []Prompt, each func(i int, a Answer)) error {
	return m.decoder.decode(ctx, e, prompts, each)
}

// Check says what of a prompt the model's decoder cannot take: Decode fails of it.
func (m *Model) Check(p Prompt) error {
	if d, ok := m.decoder.(*adapter); ok {
		return d.check(p)
	}
	return nil
}

// Facts are what masks of this model depend on.
func (m *Model) Facts() map[string]string {
	facts := ort.Facts(m.entry, m.encoder)
	if m.int8 {
		facts["precision"] = "int8, made from the encoder's file"
	}
	return facts
}

// Close unloads the model.
func (m *Model) Close() error {
	m.die()
	m.ahead.Wait()
	var errs []error
	for _, letGo := range slices.Backward(m.letGo) {
		errs = append(errs, letGo())
	}
	return errors.Join(errs...)
}
