package ort

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	ort "github.com/yalue/onnxruntime_go"
)

// Run computes the outputs, when it has a place. in and out follow the order of the
// model's entry, or of OpenFile's names; out[i] is overwritten. When ctx ends, the
// computation is broken off within tens of milliseconds and ctx's error is returned.
func (s *Session) Run(ctx context.Context, in, out []Tensor) error {
	p, err := s.Enter(ctx)
	if err != nil {
		return err
	}
	defer p.Leave()
	return p.Run(ctx, in, out)
}

// Place is one of a session's places: whoever holds it may run.
type Place struct{ session *Session }

// Enter waits for a place, which the caller gives back with Leave. It is for work that
// belongs to a run and should not be done for many runs at once, such as making large
// inputs. Who holds a place waits for no other one of the session.
func (s *Session) Enter(ctx context.Context) (Place, error) {
	return Place{s}, s.gate.enter(ctx)
}

// TryEnter takes a place for a stream if one is free.
func (s *Session) TryEnter(stream string) (p Place, ok bool) {
	return Place{s}, s.gate.try(stream)
}

// Leave gives the place back.
func (p Place) Leave() { p.session.gate.leave() }

// Run is Session.Run, in this place.
func (p Place) Run(ctx context.Context, in, out []Tensor) error {
	s := p.session
	if err := ctx.Err(); err != nil {
		return err
	}
	values, err := wrapAll(in, out)
	defer func() { destroy(values) }()
	if err == nil {
		err = s.run(ctx, values[:len(in)], values[len(in):])
	}
	runtime.KeepAlive(in) // ONNX Runtime holds their addresses, and nothing else does
	runtime.KeepAlive(out)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		err = takeOver(values[len(in):], out)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return nil
}

func (s *Session) run(ctx context.Context, in, out []ort.Value) error {
	options, err := ort.NewRunOptions()
	if err != nil {
		return err
	}
	terminated := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = options.Terminate()
		close(terminated)
	})
	err = s.dyn.RunWithOptions(in, out, options)
	if !stop() {
		<-terminated // Terminate must not touch options that are gone
	}
	return errors.Join(err, options.Destroy())
}

// Close unloads the network. Nobody may be in Run.
func (s *Session) Close() error { return s.dyn.Destroy() }
