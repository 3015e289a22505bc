package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/nodes/formats"
)

type convertOptions struct{ to, from, pictures string }

func convertCommand() *cobra.Command {
	var o convertOptions
	cmd := &cobra.Command{
		Use:   "convert IN OUT --to FORMAT",
		Short: "Turn masks and tracks from one file format into another.",
		Long: "Turn masks and tracks from one file format into another.\n\n" +
			"IN is a file or folder; its format is found out from what is in it, unless --from names it.\n" +
			"Where a format holds one video and IN has several, there is an OUT-STREAM for each of them.\n" +
			"OUT gets its name when it is complete.\n\n" + formatTable(),
		Example: "  maskgraph convert out/street.jsonl street.json --to coco\n" +
			"  maskgraph convert instances_val2017.json labels --to yolo",
		Args: args(cobra.ExactArgs(2)),
		RunE: func(_ *cobra.Command, a []string) error { return convert(a[0], a[1], o) },
	}
	cmd.Flags().StringVar(&o.to, "to", "", "format of OUT (required)")
	cmd.Flags().StringVar(&o.from, "from", "", "format of IN (default: found out)")
	cmd.Flags().StringVar(&o.pictures, "pictures", "", "labelstudio: what stands before the names of pictures, such as /data/local-files/?d=street/")
	return cmd
}

// formatTable lists the formats and what they keep.
func formatTable() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "FORMAT\tREAD\tWRITE\tMASKS\tTRACKS\tLOST WHEN WRITTEN")
	for _, f := range formats.Formats() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", f.Name, yes(f.Reads), yes(f.Writes), yes(f.KeepsMasks), yes(f.KeepsTracks), cmp.Or(f.Lossy, "nothing"))
	}
	_ = w.Flush() // a Builder takes everything
	return b.String()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "-"
}

func convert(in, out string, o convertOptions) error {
	if o.to == "" {
		return usage("maskgraph convert: --to is required; see --help")
	}
	info, err := formats.Lookup(o.to)
	if err != nil {
		return usage("maskgraph convert: --to: %w", err)
	}
	if o.from != "" {
		if _, err := formats.Lookup(o.from); err != nil {
			return usage("maskgraph convert: --from: %w", err)
		}
	}
	records, err := formats.Read(in, o.from)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends a program that waits for its input
	var wrote []string
	w, err := formats.Create(out, o.to, formats.Options{
		Pictures: o.pictures,
		Warn:     func(message string) { fmt.Fprintln(os.Stderr, "warning: "+message) },
		Wrote:    func(path string, n int) { wrote = append(wrote, fmt.Sprintf("%s (%s)", path, count(n, "frame"))) },
	})
	if err != nil {
		return err
	}
	defer w.Abort()
	c := newCensus()
	if err := c.copy(ctx, w, records); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	fmt.Printf("wrote %s\n%s\n", strings.Join(wrote, ", "), c)
	if info.Lossy != "" {
		fmt.Printf("not kept by %s: %s\n", info.Name, info.Lossy)
	}
	return nil
}
