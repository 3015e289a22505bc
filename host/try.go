package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
)

func tryCommand() *cobra.Command {
	var with []string
	var boxes []string
	var out string
	cmd := &cobra.Command{
		Use:   "try TYPE IMAGE",
		Short: "Run one node on one picture, print what it found and draw it.",
		Long: "Run one node on one picture, print what it found and draw it.\n" +
			"A node that wants boxes gets those of --box, or the whole picture as one.",
		Example: "  maskgraph try Detector --with model=yolox-nano street.jpg\n" +
			"  maskgraph try SAMPrompter --box 120,40,300,420 street.jpg",
		Args: args(cobra.ExactArgs(2)),
		RunE: func(_ *cobra.Command, a []string) error { return try(a[0], a[1], with, boxes, out) },
	}
	cmd.Flags().StringArrayVar(&with, "with", nil, "a setting of the node: SETTING=VALUE (may be repeated)")
	cmd.Flags().StringArrayVar(&boxes, "box", nil, "a box as X1,Y1,X2,Y2 in pixels (may be repeated)")
	cmd.Flags().StringVarP(&out, "out", "o", "", "the drawing (default: IMAGE.TYPE.png in the working directory)")
	return cmd
}

// try makes a graph around the node and runs it.
func try(typ, image string, with, boxes []string, out string) error {
	f, err := registry().Lookup(typ)
	if err != nil {
		return usageError{err}
	}
	if len(f.In) == 0 || len(f.Out) == 0 {
		return usage("%s: try wants a node that makes something of a picture", typ)
	}
	if out == "" {
		name := filepath.Base(image)
		out = strings.TrimSuffix(name, filepath.Ext(name)) + "." + typ + ".png"
	}
	dir, err := os.MkdirTemp("", "maskgraph-try-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	given, err := boxesFile(dir, boxes)
	if err != nil {
		return err
	}
	spec, problems := graph.Parse("try", []byte(tryGraph(f, image, given, out)))
	if len(problems) > 0 {
		return joined(problems)
	}
	for _, set := range with {
		if err := spec.Set("nodes.it.with." + set); err != nil {
			return usageError{err}
		}
	}
	reg, err := nodes.NewRegistry(append(all.Factories(), printer)...)
	if err != nil {
		return err
	}
	if err := runOne(spec, reg); err != nil {
		return err
	}
	fmt.Println("drawn in", out)
	return nil
}

// tryGraph is the YAML of: picture → (boxes →) the node → table and drawing.
func tryGraph(f nodes.Factory, image, boxes, out string) string {
	in, needBoxes := map[string]string{}, false
	for _, p := range f.In {
		in[p.Name] = "picture"
		if p.Type != nodes.TypeFrame {
			in[p.Name], needBoxes = "given", true
		}
	}
	type settings = map[string]any
	list := settings{
		"picture": settings{"type": "VideoSource", "with": settings{"uri": image}},
		"it":      settings{"type": f.Type, "in": in, "with": settings{}},
		"table":   settings{"type": printer.Type, "in": settings{"instances": "it"}},
		"drawing": settings{
			"type": "MaskSink", "in": settings{"frame": "picture", "instances": "it"},
			"with": settings{"overlay": out},
		},
	}
	if needBoxes {
		how := settings{"method": "whole"}
		if boxes != "" {
			how = settings{"method": "file", "file": settings{"path": boxes}}
		}
		list["given"] = settings{"type": "Detector", "in": settings{"frame": "picture"}, "with": how}
	}
	text, err := json.Marshal(settings{"version": 1, "nodes": list}) // JSON is YAML
	if err != nil {
		panic(err) // strings and maps always marshal
	}
	return string(text)
}

// boxesFile writes boxes as MOT text, which a Detector reads. Without boxes there
// is no file.
func boxesFile(dir string, boxes []string) (string, error) {
	if len(boxes) == 0 {
		return "", nil
	}
	var text strings.Builder
	for _, box := range boxes {
		var x1, y1, x2, y2 float64
		if _, err := fmt.Sscanf(box, "%g,%g,%g,%g", &x1, &y1, &x2, &y2); err != nil || x2 <= x1 || y2 <= y1 {
			return "", usage("--box %s: want X1,Y1,X2,Y2 with X2 > X1 and Y2 > Y1", box)
		}
		fmt.Fprintf(&text, "1,-1,%g,%g,%g,%g,1\n", x1, y1, x2-x1, y2-y1)
	}
	path := filepath.Join(dir, "boxes.txt")
	return path, os.WriteFile(path, []byte(text.String()), 0o600)
}

// printer is a node that prints a table of instances.
var printer = nodes.Define(nodes.Info{
	Type: "Print",
	Doc:  "Prints instances as a table.",
	In:   []nodes.Port{{Name: "instances", Type: nodes.TypeBoxes, Doc: "What to print."}},
}, struct{}{}, func(context.Context, nodes.Env, struct{}) (nodes.Node, error) { return printNode{}, nil })

type printNode struct{}

func (printNode) Process(_ context.Context, in nodes.Packet) (nodes.Packet, error) {
	found := in.Instances("instances").Items
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "#\tLABEL\tSCORE\tX1\tY1\tX2\tY2\tMASK PIXELS\tPREDICTED IOU\tSTABILITY")
	for i, inst := range found {
		fmt.Fprintf(w, "%d\t%s\t%.2f\t%.0f\t%.0f\t%.0f\t%.0f", i+1, inst.Label, inst.Score,
			inst.Box.X1, inst.Box.Y1, inst.Box.X2, inst.Box.Y2)
		if inst.Mask != nil {
			fmt.Fprintf(w, "\t%d\t%.2f\t%.2f", inst.Mask.Area(), inst.PredictedIoU, inst.Stability)
		}
		fmt.Fprintln(w)
	}
	return nodes.Packet{}, w.Flush()
}

func (printNode) Close() error { return nil }
