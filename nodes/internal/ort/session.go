package ort

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes"
)

// Session is one network, loaded. Run may be called by several goroutines at once; it
// has as many places as fit the cores, and is fair to streams.
type Session struct {
	name            string
	inputs, outputs []models.Tensor
	device          string
	dyn             *ort.DynamicAdvancedSession
	gate            *gate
}

// Open loads the file of a role of a model, or shares it with the nodes of this
// process that have it open with the same options; the function lets go of it. A
// file whose inputs and outputs are not those of the model's entry is refused.
func Open(env nodes.Env, m models.Model, role string, o Options) (*Session, func() error, error) {
	o = o.in(env)
	key := fmt.Sprintf("ort/%s/%s/%s", m.Name, role, o.key())
	return nodes.Share(env.Shared, key, func() (*Session, error) {
		file, ok := m.File(role)
		if !ok {
			return nil, fmt.Errorf("model %s has no %s for %s/%s", m.Name, role, runtime.GOOS, runtime.GOARCH)
		}
		path, err := env.Models.Path(m, role)
		if err != nil {
			return nil, err
		}
		name := m.Name + " " + role
		if err := checkSignature(path, file); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return load(env.Models, path, &Session{name: name, inputs: file.Inputs, outputs: file.Outputs}, o)
	})
}

// OpenFile is Open for any model file, such as a rewritten one. name is for error
// messages. inputs and outputs are the names of the tensors that Run takes, in that
// order; nil means all of the file's, in its order (see Signature). Nodes that open
// the same path with the same names and options share one session.
func OpenFile(env nodes.Env, name, path string, inputs, outputs []string, o Options) (*Session, func() error, error) {
	o = o.in(env)
	key := fmt.Sprintf("ort/file/%s/%s/%s/%s", path, strings.Join(inputs, ","), strings.Join(outputs, ","), o.key())
	return nodes.Share(env.Shared, key, func() (*Session, error) {
		in, out, err := Signature(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s := &Session{name: name}
		var errIn, errOut error
		s.inputs, errIn = pick(in, inputs)
		s.outputs, errOut = pick(out, outputs)
		if err := errors.Join(errIn, errOut); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, path, err)
		}
		return load(env.Models, path, s, o)
	})
}

// Inputs is what Run takes, in this order.
func (s *Session) Inputs() []models.Tensor { return s.inputs }

// Outputs is what Run gives, in this order.
func (s *Session) Outputs() []models.Tensor { return s.outputs }

// Device is what the session runs on: cpu, or one of Devices.
func (s *Session) Device() string { return s.device }

// load makes the session on the first device that it can be made on.
func load(store *models.Store, path string, s *Session, o Options) (*Session, error) {
	if err := loadLibrary(store); err != nil {
		return nil, err
	}
	s.gate = newGate(o.threads())
	var errs []error
	for _, d := range o.candidates() {
		err := s.make(path, d, o.threads())
		if err == nil {
			return s, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", s.name, err))
	}
	return nil, errors.Join(errs...)
}

func (s *Session) make(path string, d *Device, threads int) error {
	options, err := sessionOptions(threads)
	if err != nil {
		return err
	}
	defer options.Destroy()
	if err := d.use(options); err != nil {
		return err
	}
	s.dyn, err = ort.NewDynamicAdvancedSession(path, names(s.inputs), names(s.outputs), options)
	switch {
	case err != nil && d != nil:
		return d.explain(err)
	case err != nil:
		return fmt.Errorf("loading %s: %w", path, err)
	}
	s.device = CPU
	if d != nil {
		s.device = d.Name
	}
	return nil
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

func names(tensors []models.Tensor) []string {
	out := make([]string, len(tensors))
	for i, t := range tensors {
		out[i] = t.Name
	}
	return out
}
