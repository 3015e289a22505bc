package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

// load reads the graph files and checks all of their streams, and of those that were
// added. After an error everything is as before.
func (s *streams) load() error {
	s.changing.Lock()
	defer s.changing.Unlock()
	var bases []*graph.Spec
	var errs []error
	for _, file := range s.files {
		spec, err := load(file, s.sets)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if len(s.files) > 1 && len(spec.Streams) == 0 {
			spec.Stream = spec.Name()
		}
		bases = append(bases, spec)
	}
	if len(errs) > 0 {
		return usageError{errors.Join(errs...)}
	}
	return s.take(bases, s.added)
}

// take checks what is to run and keeps it. s.changing is held.
func (s *streams) take(bases []*graph.Spec, added []addition) error {
	var problems []nodes.Problem
	var specs []*graph.Spec
	for _, base := range bases {
		letGo, err := s.plugins.serve(context.Background(), base)
		if err != nil {
			return err
		}
		defer func() { _ = letGo() }() // graphs that run hold plugins themselves
		more, warnings := base.Check(s.registry)
		for _, w := range warnings {
			slog.Warn(w.Error())
		}
		problems = append(problems, more...)
		specs = append(specs, base.PerStream()...)
	}
	for _, a := range added {
		spec, more := bases[0].Added(a.text)
		if len(more) == 0 {
			more, _ = spec.Check(s.registry)
			specs = append(specs, spec)
		}
		for _, problem := range more {
			if !slices.Contains(problems, problem) { // of the file
				problems = append(problems, problem)
			}
		}
	}
	if len(problems) == 0 {
		problems = append(twice(specs), graph.Clashes(specs, s.registry)...)
	}
	if len(problems) > 0 {
		return usageError{joined(problems)}
	}
	s.bases, s.specs, s.added = bases, specs, added
	return nil
}

// twice finds streams of the same name.
func twice(specs []*graph.Spec) (problems []nodes.Problem) {
	first := map[string]*graph.Spec{}
	for _, spec := range specs {
		if before := first[spec.Name()]; before != nil {
			problems = append(problems, nodes.Problem{File: spec.File, Path: "streams." + spec.Name(),
				Msg: fmt.Sprintf("there is a stream of that name in %s already", before.File)})
		}
		first[spec.Name()] = spec
	}
	return problems
}

// AddStream is for visitors of the page: see web.Control.
func (s *streams) AddStream(ctx context.Context, text []byte) (name string, problems []nodes.Problem, err error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	base := s.bases[0]
	letGo, err := s.plugins.serve(ctx, base)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = letGo() }() // the graph holds them itself
	spec, problems := base.Added(text)
	if len(problems) > 0 {
		return "", problems, nil
	}
	if s.fleet.Stream(spec.Name()) != nil {
		return "", nil, fleet.ErrTaken
	}
	if problems, _ = spec.Check(s.registry); len(problems) == 0 {
		problems = graph.Clashes(append(s.specs[:len(s.specs):len(s.specs)], spec), s.registry)
	}
	if len(problems) > 0 {
		return "", problems, nil
	}
	for _, of := range s.fleet.Streams() {
		if _, g := of.Graph(); g != nil && g.Gives(spec.Name()) {
			return "", nil, fleet.ErrTaken
		}
	}
	if err := s.fleet.Add(spec); err != nil {
		return "", nil, err
	}
	slog.Info("a stream was added", "stream", spec.Name())
	s.added = append(s.added, addition{spec.Name(), text})
	s.specs = append(s.specs, spec)
	return spec.Name(), nil, nil
}
