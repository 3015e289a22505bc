package main

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/mot"
)

// runTracker gives a Tracker frame after frame, as a graph would, and collects what
// got an identity.
func runTracker(ctx context.Context, cfg any, f *mot.File, info mot.SeqInfo, o trackOptions) (tracked *mot.File, err error) {
	env, err := environment()
	if err != nil {
		return nil, err
	}
	factory, err := registry().Lookup("Tracker")
	if err != nil {
		return nil, err
	}
	env.Name, env.Log = "Tracker", env.Log.With("node", "Tracker")
	n, err := factory.Open(ctx, env, cfg)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	tracked = &mot.File{Masks: f.Masks}
	tracked.Width, tracked.Height = frameSize(f, info)
	for frame := o.first; frame <= f.Last(); frame += o.stride {
		seq := frame - o.first
		in := nodes.Packet{Stamp: nodes.Stamp{
			Stream: "video", Seq: uint64(seq), PTS: time.Duration(float64(seq) / o.rate * float64(time.Second)),
		}}
		in.Put("instances", &nodes.Instances{Width: tracked.Width, Height: tracked.Height, Items: instances(f.Frame(frame))})
		out, err := n.Process(ctx, in)
		if err != nil {
			return nil, err
		}
		tracked.Rows = append(tracked.Rows, rows(frame, out.Instances("instances"), f.Masks)...)
	}
	return tracked, finish(ctx, n, env)
}

// finish completes a node and passes on what it has to say.
func finish(ctx context.Context, n nodes.Node, env nodes.Env) error {
	if f, ok := n.(nodes.Finisher); ok {
		if err := f.Finish(ctx); err != nil {
			return err
		}
	}
	if r, ok := n.(nodes.Reporter); ok {
		for _, warning := range r.Report().Warnings {
			env.Log.Warn(warning)
		}
	}
	return nil
}

// frameSize is that of MOTS text or of seqinfo.ini; otherwise all boxes are on it.
func frameSize(f *mot.File, info mot.SeqInfo) (width, height int) {
	switch {
	case f.Masks:
		return f.Width, f.Height
	case info.Width > 0 && info.Height > 0:
		return info.Width, info.Height
	}
	x, y := 1.0, 1.0
	for _, r := range f.Rows {
		x, y = max(x, r.Box[0]+r.Box[2]), max(y, r.Box[1]+r.Box[3])
	}
	return int(math.Ceil(min(x, 1<<24))), int(math.Ceil(min(y, 1<<24)))
}

// unknownScore is that of detections that come without one: enough to be followed,
// but not so sure that an identity is given at once.
const unknownScore = 0.85

// instances are a frame's rows, without regions to ignore. A score of -1 is unknown,
// and masks in text have none.
func instances(rows []mot.Row) []nodes.Instance {
	var items []nodes.Instance
	for _, r := range rows {
		b := r.Box
		item := nodes.Instance{
			Box:   nodes.Box{X1: float32(b[0]), Y1: float32(b[1]), X2: float32(b[0] + b[2]), Y2: float32(b[1] + b[3])},
			Score: float32(r.Score), Class: -1, Mask: r.Mask,
		}
		if r.Mask != nil {
			item.Class = r.Class
			if r.Class == mot.Ignore || r.Mask.Empty() {
				continue
			}
		}
		if r.Score == -1 || r.Mask != nil {
			item.Score = unknownScore
		}
		items = append(items, item)
	}
	return items
}

// rows are the instances of a frame that have an identity.
func rows(frame int, found *nodes.Instances, masks bool) []mot.Row {
	if found == nil {
		return nil
	}
	var rows []mot.Row
	for _, item := range found.Items {
		if item.Track == 0 || masks && item.Mask == nil {
			continue
		}
		b := item.Box
		rows = append(rows, mot.Row{
			Frame: frame, ID: item.Track, Class: item.Class, Score: float64(item.Score), Mask: item.Mask,
			Box: [4]float64{float64(b.X1), float64(b.Y1), float64(b.X2) - float64(b.X1), float64(b.Y2) - float64(b.Y1)},
		})
	}
	if masks {
		return mot.Apart(rows)
	}
	return rows
}
