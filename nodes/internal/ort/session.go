package ort

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
)

// Tensor is one input or output of a network: float32 values in row-major order.
// An output's Data must be there, of the right size, before Run.
type Tensor struct {
	Shape []int64
	Data  []float32
}

// NewTensor makes a tensor of zeros.
func NewTensor(shape ...int64) Tensor {
	size := int64(1)
	for _, d := range shape {
		size *= d
	}
	return Tensor{shape, make([]float32, size)}
}

// Session is one network, loaded. Run may be called by several goroutines at once.
type Session struct {
	name string
	dyn  *ort.DynamicAdvancedSession
}

// Open loads the file of a role of a model, or shares it with the nodes of this
// process that have it open with as many threads; the function lets go of it.
// threads is for one Run, 0: as many as there are processors. A file whose inputs
// and outputs are not those of the model's entry is refused.
func Open(env nodes.Env, m models.Model, role string, threads int) (*Session, func() error, error) {
	if threads == 0 {
		threads = runtime.NumCPU()
	}
	key := fmt.Sprintf("ort/%s/%s/%d", m.Name, role, threads)
	return nodes.Share(env.Shared, key, func() (*Session, error) {
		return open(env.Models, m, role, threads)
	})
}

func open(store *models.Store, m models.Model, role string, threads int) (*Session, error) {
	file, ok := m.File(role)
	if !ok {
		return nil, fmt.Errorf("model %s has no %s for %s/%s", m.Name, role, runtime.GOOS, runtime.GOARCH)
	}
	path, err := store.Path(m, role)
	if err != nil {
		return nil, err
	}
	if err := load(store); err != nil {
		return nil, err
	}
	if err := checkSignature(m.Name+" "+role, path, file); err != nil {
		return nil, err
	}
	options, err := sessionOptions(threads)
	if err != nil {
		return nil, err
	}
	defer options.Destroy()
	dyn, err := ort.NewDynamicAdvancedSession(path, names(file.Inputs), names(file.Outputs), options)
	if err != nil {
		return nil, fmt.Errorf("model %s: loading %s: %w", m.Name, path, err)
	}
	return &Session{name: m.Name + " " + role, dyn: dyn}, nil
}

// sessionOptions: memory patterns cost 200 MB and save nothing for an image
// encoder; a pool that spins between runs takes cycles from the other nodes.
func sessionOptions(threads int) (*ort.SessionOptions, error) {
	o, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		o.SetIntraOpNumThreads(threads),
		o.SetInterOpNumThreads(1),
		o.SetMemPattern(false),
		o.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"),
	)
	if err != nil {
		return nil, errors.Join(err, o.Destroy())
	}
	return o, nil
}

// Run computes the outputs. in and out follow the order of the model's entry.
// When ctx ends, the computation is broken off within tens of milliseconds and
// ctx's error is returned.
func (s *Session) Run(ctx context.Context, in, out []Tensor) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	values, err := wrap(append(slices.Clone(in), out...))
	defer destroy(values)
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	options, err := ort.NewRunOptions()
	if err != nil {
		return err
	}
	terminated := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = options.Terminate()
		close(terminated)
	})
	err = s.dyn.RunWithOptions(values[:len(in)], values[len(in):], options)
	if !stop() {
		<-terminated // Terminate must not touch options that are gone
	}
	err = errors.Join(err, options.Destroy())
	runtime.KeepAlive(in) // ONNX Runtime holds their addresses, and nothing else does
	runtime.KeepAlive(out)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return nil
}

// Close unloads the network. Nobody may be in Run.
func (s *Session) Close() error { return s.dyn.Destroy() }

func wrap(tensors []Tensor) ([]ort.Value, error) {
	values := make([]ort.Value, 0, len(tensors))
	for i, t := range tensors {
		v, err := ort.NewTensor(ort.NewShape(t.Shape...), t.Data)
		if err != nil {
			return values, fmt.Errorf("tensor %d of shape %v with %d values: %w", i, t.Shape, len(t.Data), err)
		}
		values = append(values, v)
	}
	return values, nil
}

func destroy(values []ort.Value) {
	for _, v := range values {
		_ = v.Destroy()
	}
}

func names(tensors []models.Tensor) []string {
	out := make([]string, len(tensors))
	for i, t := range tensors {
		out[i] = t.Name
	}
	return out
}
