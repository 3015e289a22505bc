package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/supervise"
)

func checkCommand() *cobra.Command {
	var sets []string
	cmd := &cobra.Command{
		Use:   "check GRAPH...",
		Short: "Find everything that is wrong with graph files. Opens no camera and no model.",
		Args:  args(cobra.MinimumNArgs(1)),
		RunE: func(_ *cobra.Command, files []string) error {
			wrong := 0
			for _, file := range files {
				n, err := checkFile(file, sets)
				if err != nil {
					return err
				}
				wrong += n
			}
			if wrong > 0 {
				return usage("%d problems", wrong)
			}
			return nil
		},
	}
	setFlag(cmd, &sets)
	return cmd
}

// checkFile prints what is wrong with a file and returns how much.
func checkFile(file string, sets []string) (int, error) {
	spec, problems := graph.Load(file)
	if spec != nil {
		for _, set := range sets {
			if err := spec.Set(set); err != nil {
				return 0, usageError{err}
			}
		}
		var plugins plugins
		letGo, err := plugins.serve(context.Background(), spec)
		if err != nil {
			return 0, err
		}
		defer func() { _, _ = letGo(), plugins.Close() }() // a check leaves nothing that could fail
		more, warnings := spec.Check(registry())
		problems = append(problems, more...)
		for _, w := range warnings {
			fmt.Printf("%s (warning)\n", w)
		}
	}
	for _, p := range problems {
		fmt.Println(p)
	}
	if len(problems) == 0 {
		fmt.Printf("%s: ok\n", file)
	}
	return len(problems), nil
}

func nodesCommand() *cobra.Command {
	var schema bool
	var plugin string
	cmd := &cobra.Command{
		Use:   "nodes [TYPE]",
		Short: "Document the node types, or one with its ports and settings.",
		Args:  args(cobra.MaximumNArgs(1)), ValidArgs: registry().Types(),
		RunE: func(_ *cobra.Command, types []string) error {
			reg := registry()
			if plugin != "" {
				var err error
				if reg, err = typesOf(plugin); err != nil {
					return usageError{err}
				}
			}
			text, err := document(reg, types, schema)
			if err != nil {
				return usageError{err}
			}
			fmt.Print(text)
			return nil
		},
	}
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of graph files, for editors")
	cmd.Flags().StringVar(&plugin, "plugin", "", "the types that this program serves, instead of the built-in ones")
	return cmd
}

// document is the schema, the text of one type, or the table of all.
func document(reg *nodes.Registry, types []string, schema bool) (string, error) {
	switch {
	case schema:
		text, err := graph.Schema(reg)
		return string(text), err
	case len(types) == 1:
		return graph.TypeText(reg, types[0])
	}
	return graph.TypesText(reg), nil
}

// typesOf is what a plugin program describes.
func typesOf(path string) (*nodes.Registry, error) {
	p, err := supervise.Start(context.Background(), wire.Options{Name: path, Path: path}, supervise.Policy{})
	if err != nil {
		return nil, err
	}
	reg, err := p.Registry()
	return reg, errors.Join(err, p.Close())
}

func graphCommand() *cobra.Command {
	var dot bool
	var sets []string
	cmd := &cobra.Command{
		Use:   "graph GRAPH",
		Short: "Draw a graph as Mermaid, or as DOT.",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, files []string) error {
			spec, err := load(files[0], sets)
			if err != nil {
				return err
			}
			if dot {
				fmt.Print(spec.DOT(registry()))
			} else {
				fmt.Print(spec.Mermaid(registry()))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&dot, "dot", false, "DOT, for Graphviz")
	setFlag(cmd, &sets)
	return cmd
}
