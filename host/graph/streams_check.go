package graph

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
)

// checkStreams checks the graph as each stream has it.
func (s *Spec) checkStreams(reg *nodes.Registry) (problems, warnings []nodes.Problem) {
	var plans []*plan
	for _, of := range s.PerStream() {
		plans = append(plans, newPlan(of, reg))
	}
	problems = slices.Concat(s.problems,
		merged(plans, func(p *plan) []nodes.Problem { return p.problems }), clashes(plans))
	slices.SortStableFunc(problems, byPlace)
	if len(problems) == 0 {
		warnings = merged(plans, func(p *plan) []nodes.Problem { return p.warnings })
	}
	return problems, warnings
}

// merged is what several streams have found, once. What not all have says who has.
func merged(plans []*plan, of func(*plan) []nodes.Problem) []nodes.Problem {
	var found []nodes.Problem
	by := map[nodes.Problem][]string{}
	for _, p := range plans {
		for _, problem := range slices.Compact(of(p)) {
			if by[problem] == nil {
				found = append(found, problem)
			}
			by[problem] = append(by[problem], p.Stream)
		}
	}
	for i, problem := range found {
		switch names := by[problem]; {
		case len(names) == len(plans):
		case len(names) == 1:
			found[i].Msg += " (stream " + names[0] + ")"
		default:
			found[i].Msg += " (streams " + strings.Join(names, ", ") + ")"
		}
	}
	return found
}

// Clashes finds graphs that would write the same files, of one graph file or several.
// Each must be fine by itself.
func Clashes(specs []*Spec, reg *nodes.Registry) []nodes.Problem {
	var plans []*plan
	for _, s := range specs {
		plans = append(plans, newPlan(s, reg))
	}
	return clashes(plans)
}

// streamMark stands for the stream's name in the path of an output.
const streamMark = "{stream}"

func clashes(plans []*plan) (problems []nodes.Problem) {
	writers, told := map[string]*plan{}, map[*yaml.Node]bool{}
	for _, p := range plans {
		for _, o := range p.outputs() {
			path := filepath.Clean(strings.ReplaceAll(o.path, streamMark, p.Name()))
			switch first := writers[path]; {
			case first == nil:
				writers[path] = p
			case first != p && !told[o.at]:
				told[o.at] = true
				problems = append(problems, p.problem(o.at, o.setting,
					"%s and %s would both write %s: put %s into the path", first.called(), p.called(), path, streamMark))
			}
		}
	}
	return problems
}

func (p *plan) called() string {
	if p.Stream == "" {
		return p.File
	}
	return "stream " + p.Stream
}

// output is a path that a graph writes to.
type output struct {
	path, setting string
	at            *yaml.Node
}

// outputs are those of all nodes. Standard output is for everybody.
func (p *plan) outputs() (all []output) {
	for _, n := range p.nodes {
		if !n.known {
			continue
		}
		fields, err := nodes.Fields(n.factory)
		if err != nil {
			continue
		}
		all = append(all, outputsIn(fields, n.With, n.key, n.path("with"))...)
	}
	return slices.DeleteFunc(all, func(o output) bool { return o.path == "" || o.path == "-" })
}

func outputsIn(fields []nodes.Field, with, at *yaml.Node, path string) (all []output) {
	for _, f := range fields {
		val, where := (*yaml.Node)(nil), at
		if with != nil && with.Kind == yaml.MappingNode {
			if i := keyAt(with, f.Name); i >= 0 {
				val, where = with.Content[i+1], with.Content[i+1]
			}
		}
		switch {
		case f.Type == "settings":
			all = append(all, outputsIn(f.Fields, val, where, path+"."+f.Name)...)
		case !f.Output:
		case val != nil && val.Kind == yaml.ScalarNode:
			all = append(all, output{val.Value, path + "." + f.Name, val})
		case val == nil && f.Default != nil:
			all = append(all, output{fmt.Sprint(f.Default), path + "." + f.Name, at})
		}
	}
	return all
}
