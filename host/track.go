package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

// trackOptions are the flags of track.
type trackOptions struct {
	out    string
	rate   float64
	stride int
	first  int
	sets   []string
}

func trackCommand() *cobra.Command {
	var o trackOptions
	cmd := &cobra.Command{
		Use:   "track DETECTIONS",
		Short: "Give detections in a text file their identities: a Tracker alone, without a graph.",
		Long: "Give detections in a text file their identities: a Tracker alone, without a graph.\n\n" +
			"DETECTIONS is MOT text (frame,-1,x,y,w,h,score,…) or MOTS text (frame id class height\n" +
			"width rle; ids mean nothing), with or without gzip; - is standard input. The result is\n" +
			"of the same kind. The tracker sees every frame up to the last one with something on it,\n" +
			"those without detections too. It works in seconds, so the frame rate matters: --fps,\n" +
			"or the frameRate of a seqinfo.ini beside the file or one folder up, or 30.",
		Example: "  maskgraph track MOT17-02/det/det.txt -o results/MOT17-02.txt\n" +
			"  maskgraph track det.txt --fps 10 --stride 3 --set max_age=2 -o out.txt",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, a []string) error { return track(a[0], o) },
	}
	cmd.Flags().StringVarP(&o.out, "out", "o", "-", "the result; - is standard output")
	cmd.Flags().Float64Var(&o.rate, "fps", 0, "frames a second of the video (default: see above)")
	cmd.Flags().IntVar(&o.stride, "stride", 1, "look at every n-th frame only; their numbers and times stay")
	cmd.Flags().IntVar(&o.first, "first", -1, "number of the first frame (default: firstFrame of seqinfo.ini; or 0 when something is on frame 0, else 1)")
	cmd.Flags().StringArrayVar(&o.sets, "set", nil, "change a setting of the Tracker: NAME=VALUE (may be repeated)")
	hideDefault(cmd, "first")
	return cmd
}

func track(path string, o trackOptions) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if o.rate != 0 && !mot.ValidRate(o.rate) {
		return usage("maskgraph track: --fps: want %s, got %g", mot.RateWanted, o.rate)
	}
	if o.stride < 1 {
		return usage("maskgraph track: --stride: must be at least 1, got %d", o.stride)
	}
	cfg, err := trackerSettings(o.sets)
	if err != nil {
		return err
	}
	detections, info, err := readDetections(path)
	if err != nil {
		return err
	}
	o.rate, o.first = settle(path, detections, info, o)
	started := time.Now()
	tracked, err := runTracker(ctx, cfg, detections, info, o)
	if err != nil {
		return err
	}
	slog.Debug("tracked", "rows", len(tracked.Rows), "seconds", time.Since(started).Seconds())
	return writeWhole(o.out, tracked.Write)
}

// trackerSettings are what Tracker's open wants.
func trackerSettings(sets []string) (any, error) {
	const name = "Tracker"
	f, err := registry().Lookup(name)
	if err != nil {
		return nil, err
	}
	spec, problems := graph.Parse(name, []byte("version: 1\nnodes: {Tracker: {type: Tracker}}"))
	if len(problems) > 0 {
		return nil, joined(problems)
	}
	for _, set := range sets {
		if setting, _, ok := strings.Cut(set, "="); !ok || setting == "" {
			return nil, usage("--set %s: want NAME=VALUE, a setting of the Tracker", set)
		}
		if err := spec.Set("nodes.Tracker.with." + set); err != nil {
			return nil, usageError{err}
		}
	}
	cfg, problems := nodes.Decode(f, "--set", name, spec.Nodes[0].With, nil)
	if len(problems) > 0 {
		return nil, usageError{joined(problems)}
	}
	return cfg, nil
}
